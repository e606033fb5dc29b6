using Darkroom.Accounts;

namespace Darkroom.Silo.Tests.Accounts;

/// <summary>What ends by itself, on the real database with a clock that the test moves.</summary>
public sealed class AccountTimeTests
{
    [Fact]
    public async Task Codes_and_links_end_after_a_quarter_of_an_hour()
    {
        await using var silo = await AccountSilo.Start();
        var person = new Newcomer(silo, "person@example.org");
        await person.SignUp();
        silo.Clock.Advance(TimeSpan.FromMinutes(15));
        (await person.ByCode(person.Code)).ShouldBeOfType<SignInResult.Refused>();
        (await person.ByLink(person.Link)).ShouldBeOfType<SignInResult.Refused>();
        (await person.TryAgain()).User.Brand.ShouldBe(Support.TestBrands.Brand);
    }

    [Fact]
    public async Task Codes_links_and_sessions_survive_a_restart()
    {
        await using var silo = await AccountSilo.Start();
        var person = new Newcomer(silo, "person@example.org");
        await person.SignUp();
        await silo.Restart();
        var session = (await person.ByLink(person.Link)).ShouldBeOfType<SignInResult.SignedIn>();
        await silo.Restart();
        (await person.IsGood(session.Session)).ShouldBeTrue();
        (await person.ByLink(person.Link)).ShouldBeOfType<SignInResult.Refused>("used before the restart");
    }

    [Fact]
    public async Task Nothing_stays_of_an_address_that_nobody_confirmed()
    {
        await using var silo = await AccountSilo.Start();
        await new Newcomer(silo, "signs.up@example.org").SignUp();
        await new Newcomer(silo, "signs.in@example.org").Ask();
        silo.Rows().ShouldBe((2, 2));
        await silo.Until(() => silo.Rows() == (0, 0), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task An_account_s_mailbox_keeps_no_reminder_once_its_mails_have_ended()
    {
        await using var silo = await AccountSilo.Start();
        var person = new Newcomer(silo, "person@example.org");
        var session = await person.Join();
        await person.Ask();
        await silo.Until(() => silo.Rows().Reminders == 0, TimeSpan.FromHours(1));
        (await silo.User(session.User).Read()).ShouldNotBeNull();
        (await person.TryAgain()).User.ShouldBe(session.User);
    }

    [Fact]
    public async Task A_browser_s_session_ends_when_it_is_not_used_and_its_row_goes()
    {
        await using var silo = await AccountSilo.Start();
        var person = new Newcomer(silo, "person@example.org");
        var session = await person.Join(AccessKind.Cookie);
        for (var week = 0; week < 8; week++)
        {
            silo.Clock.Advance(TimeSpan.FromDays(7));
            (await person.IsGood(session.Session)).ShouldBeTrue($"week {week}");
        }

        silo.Clock.Advance(TimeSpan.FromDays(16));
        var before = silo.Rows().States;
        (await person.IsGood(session.Session)).ShouldBeFalse();
        silo.Rows().States.ShouldBe(before - 1);
        (await silo.User(session.User).Sessions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_can_cause_three_mails_at_once_and_no_more()
    {
        await using var silo = await AccountSilo.Start();
        var person = new Newcomer(silo, "person@example.org");
        for (var i = 0; i < 30; i++)
        {
            (await person.Ask()).ShouldBeOfType<SignInAskResult.Accepted>();
        }

        person.Mails.ShouldBe(3);
        silo.Clock.Advance(TimeSpan.FromMinutes(10));
        await person.Ask();
        person.Mails.ShouldBe(4);
    }

    [Fact]
    public async Task Guesses_leave_nothing_behind()
    {
        await using var silo = await AccountSilo.Start();
        for (var i = 0; i < 20; i++)
        {
            (await new Newcomer(silo, $"guess{i}@example.org").ByCode("123456")).ShouldBeOfType<SignInResult.Refused>();
            (await silo.Grains.Authenticate(Support.TestBrands.Brand, AccessSecret.NewSession(RandomSource.System).Text))
                .ShouldBeOfType<Authentication.Refused>();
        }

        silo.Rows().ShouldBe((0, 0));
    }
}
