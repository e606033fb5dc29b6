using Darkroom.Accounts;
using static Darkroom.Grains.Tests.Accounts.Samples;

namespace Darkroom.Grains.Tests.Accounts;

/// <summary>Sessions, keys and corrections, as rules.</summary>
public sealed class AccountTests
{
    private static readonly Account Known = Account.Begin(Anna, 20, Noon);

    [Fact]
    [Trait("Clause", "NAN-01")]
    [Trait("Clause", "IMG-03")]
    public void An_account_holds_the_address_the_name_and_basic_facts()
    {
        var view = Known.View(User(1));
        (view.Email, view.Name, view.Country, view.Language).ShouldBe(("anna@example.org", "Anna", "SE", "sv"));
        (view.AgeMet, view.AgeCheckedAt).ShouldBe((13, Noon));
        typeof(Account).GetProperties().Select(property => property.Name).ShouldBe(
            [
                "Mailbox", "Email", "Name", "Country", "Language", "CreatedAt", "AcceptedPolicies", "AgeMet", "AgeCheckedAt", "WelcomeOwed", "Sessions", "Keys", "ErasureAskedAt",
            ], ignoreOrder: true, "there is nothing else, above all no birth date");
    }

    [Fact]
    public void A_browser_s_session_lives_on_while_it_is_used_but_not_for_ever()
    {
        var session = Session.Begin(new SessionOpening(User(1), "s1", AccessKind.Cookie, Noon));
        var now = Noon;
        while (session.Use(now) is { } used)
        {
            session = used;
            now += TimeSpan.FromDays(7);
        }

        (now - Noon).ShouldBeGreaterThanOrEqualTo(Session.CookieLongest);
        (now - Noon).ShouldBeLessThan(Session.CookieLongest + TimeSpan.FromDays(7));
    }

    [Fact]
    public void A_browser_s_session_ends_when_it_is_not_used()
    {
        var session = Session.Begin(new SessionOpening(User(1), "s1", AccessKind.Cookie, Noon));
        session.Use(Noon + Session.CookieIdle).ShouldNotBeNull();
        session.Use(Noon + Session.CookieIdle + Session.Coarseness).ShouldBeNull();
    }

    [Fact]
    public void A_token_has_a_fixed_end_and_use_within_a_day_costs_no_write()
    {
        var session = Session.Begin(new SessionOpening(User(1), "s1", AccessKind.Token, Noon));
        session.Use(Noon.AddHours(23)).ShouldBeSameAs(session);
        session.Use(Noon.AddDays(29)).ShouldNotBeNull();
        session.Use(Noon + Session.TokenLongest).ShouldBeNull();
    }

    [Fact]
    public void An_api_key_remembers_the_day_of_its_last_use()
    {
        var used = new ApiKey().Use(Noon);
        used.LastUsedOn.ShouldBe(DateOnly.FromDateTime(Noon.UtcDateTime));
        used.Use(Noon.AddHours(11)).ShouldBeSameAs(used);
        used.Use(Noon.AddHours(12)).LastUsedOn.ShouldBe(used.LastUsedOn!.Value.AddDays(1));
    }

    [Fact]
    public void The_list_of_sessions_is_bounded_and_drops_what_has_ended()
    {
        var account = Known;
        var dropped = new List<Account.Entry>();
        for (var i = 0; i < Account.MostSessions + 5; i++)
        {
            (account, var gone) = account.WithSession(new Account.Entry($"s{i}", $"h{i}", AccessKind.Token, Noon), Noon);
            dropped.AddRange(gone);
        }

        account.Sessions.Count.ShouldBe(Account.MostSessions);
        dropped.Select(one => one.Id).ShouldBe(["s0", "s1", "s2", "s3", "s4"]);

        var later = Noon + Session.TokenLongest;
        (account, var ended) = account.WithSession(new Account.Entry("new", "hnew", AccessKind.Token, later), later);
        account.Sessions.Select(one => one.Id).ShouldBe(["new"]);
        ended.Count.ShouldBe(Account.MostSessions);
    }

    [Fact]
    [Trait("Clause", "NAN-08")]
    public void Facts_can_be_corrected_and_what_is_not_named_stays()
    {
        var (next, refusal) = Known.Correct(new AccountCorrection("Anna Svensson", null, "en", null), Brand, Noon);
        refusal.ShouldBeNull();
        next.ShouldBe(Known with { Name = "Anna Svensson", Language = "en" });
        Known.Correct(new AccountCorrection("", null, null, null), Brand, Noon).Next.Name.ShouldBeNull();
    }

    [Fact]
    public void A_country_with_a_higher_age_limit_asks_for_the_birth_date_and_does_not_keep_it()
    {
        var move = new AccountCorrection(null, "de", null, null);
        Known.Correct(move, Brand, Noon).Refusal.ShouldBeOfType<CorrectionResult.Invalid>().Errors.Keys.ShouldBe(["birthDate"]);
        Known.Correct(move with { BirthDate = "2012-01-01" }, Brand, Noon).Refusal.ShouldBe(new CorrectionResult.TooYoung(16));
        var (moved, refusal) = Known.Correct(move with { BirthDate = "1990-01-01" }, Brand, Noon.AddDays(1));
        refusal.ShouldBeNull();
        moved.ShouldBe(Known with { Country = "DE", AgeMet = 16, AgeCheckedAt = Noon.AddDays(1) });
    }

    [Fact]
    public void Wrong_corrections_change_nothing()
    {
        var (next, refusal) = Known.Correct(new AccountCorrection("x\ny", "ZZ", "tlh", null), Brand, Noon);
        refusal.ShouldBeOfType<CorrectionResult.Invalid>().Errors.Keys.ShouldBe(["name", "language", "country"], ignoreOrder: true);
        next.ShouldBeSameAs(Known);
    }

    [Fact]
    public void Secrets_are_recognised_by_form_and_kept_as_digests()
    {
        var random = new Repeatable(1);
        var (session, key) = (AccessSecret.NewSession(random), AccessSecret.NewApiKey(random));
        (session.IsApiKey, key.IsApiKey).ShouldBe((false, true));
        AccessSecret.TryParse(session.Text, out var parsed).ShouldBeTrue();
        parsed.Hash.ShouldBe(session.Hash);
        session.Hash.ShouldNotBe(key.Hash);
        session.Hash.ShouldStartWith("h");
        session.ToString().ShouldNotContain(session.Text);
        foreach (var wrong in new[] { null, "", "drs_", session.Text + "A", session.Text[..^1], "dxs" + session.Text[3..], session.Text[..^1] + "/" })
        {
            AccessSecret.TryParse(wrong, out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void Codes_are_six_digits_and_spread_over_all_of_them()
    {
        var random = new Repeatable(3);
        var codes = Enumerable.Range(0, 20_000).Select(_ => Challenge.New(null, Noon, random).Code).ToList();
        codes.ShouldAllBe(code => code.Length == 6 && code.All(char.IsAsciiDigit));
        var tenths = codes.GroupBy(code => code[0]).Select(group => group.Count()).ToList();
        tenths.Count.ShouldBe(10);
        tenths.ShouldAllBe(count => count > 1_800 && count < 2_200);
    }
}
