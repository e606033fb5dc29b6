using Darkroom.Accounts;
using static Darkroom.Grains.Tests.Accounts.Samples;

namespace Darkroom.Grains.Tests.Accounts;

/// <summary>Getting in by a mailed code or link.</summary>
public sealed class MailboxTests
{
    private readonly Repeatable random = new(7);
    private DateTimeOffset now = Noon;
    private Mailbox mailbox = new();

    [Fact]
    public void A_sign_up_is_confirmed_by_its_code_and_makes_the_account_once()
    {
        var way = Ask(Anna).ShouldBeOfType<MailboxLetter.WayIn>();
        way.IsNew.ShouldBeTrue();
        TakeCode(way.Code!, User(1)).ShouldBe(User(1));
        mailbox.Joining.ShouldBe(Anna);

        var again = Ask(Anna).ShouldBeOfType<MailboxLetter.WayIn>();
        again.IsNew.ShouldBeFalse();
        again.HadAccount.ShouldBeTrue();
        TakeLink(again.Link, User(2)).ShouldBe(User(1), "the account of an address is decided once");
    }

    [Fact]
    public void A_code_and_a_link_work_once_and_using_either_uses_up_both()
    {
        var first = WayIn(Anna);
        TakeLink(first.Link, User(1)).ShouldBe(User(1));
        TakeLink(first.Link, User(1)).ShouldBeNull();
        TakeCode(first.Code!, User(1)).ShouldBeNull();
    }

    [Fact]
    public void Both_expire()
    {
        var way = WayIn(Anna);
        now += Challenge.Lifetime;
        TakeCode(way.Code!, User(1)).ShouldBeNull();
        TakeLink(way.Link, User(1)).ShouldBeNull();
        mailbox.User.ShouldBeNull();
    }

    [Fact]
    public void After_five_wrong_codes_the_right_one_is_refused_too_but_the_link_lets_in()
    {
        var way = WayIn(Anna);
        for (var i = 0; i < Challenge.MostWrongCodes; i++)
        {
            TakeCode(Wrong(way.Code!), User(1)).ShouldBeNull();
        }

        TakeCode(way.Code!, User(1)).ShouldBeNull();
        TakeLink(way.Link, User(1)).ShouldBe(User(1));
    }

    [Fact]
    public void Long_guessing_switches_codes_off_until_a_link_was_used()
    {
        SignUp();
        MailboxLetter.WayIn way = null!;
        while (!mailbox.CodesOff)
        {
            way = WayIn(null);
            for (var i = 0; i < Challenge.MostWrongCodes; i++)
            {
                TakeCode(way.Code is null ? "000000" : Wrong(way.Code), User(9)).ShouldBeNull();
            }

            now += MailBudget.SlowRefill;
        }

        now += MailBudget.SlowRefill;
        way = WayIn(null);
        way.Code.ShouldBeNull();
        TakeLink(way.Link, User(9)).ShouldBe(User(1));
        mailbox.CodesOff.ShouldBeFalse();
        WayIn(null).Code.ShouldNotBeNull();
    }

    [Fact]
    public void An_unknown_address_leads_nowhere_but_counts_guesses_like_a_known_one()
    {
        Ask(null).ShouldBeOfType<MailboxLetter.NoAccount>();
        TakeCode("123456", User(1)).ShouldBeNull();
        mailbox.WrongCodes.ShouldBe(1, "a known and an unknown address take the same write");
        for (var code = 0; code < 1_000_000; code += 9_973)
        {
            mailbox.TakeCode(code.ToString("D6", System.Globalization.CultureInfo.InvariantCulture), User(1), now).User.ShouldBeNull();
        }
    }

    [Fact]
    public void A_mail_that_a_stranger_causes_does_not_spoil_the_one_before()
    {
        SignUp();
        var mine = WayIn(null);
        WayIn(null);
        TakeCode(mine.Code!, User(9)).ShouldBe(User(1));
    }

    [Fact]
    public void Confirming_one_sign_up_forgets_what_the_others_said()
    {
        WayIn(Anna with { Name = "Somebody else" });
        var mine = WayIn(Anna);
        TakeCode(mine.Code!, User(1)).ShouldBe(User(1));
        mailbox.Joining!.Name.ShouldBe("Anna");
        mailbox.Challenges.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_stays_of_an_address_that_nobody_confirmed()
    {
        WayIn(Anna);
        now += Challenge.Lifetime;
        mailbox.Tidy(now).Challenges.ShouldBeEmpty("the facts of a sign-up go with its challenge");
        mailbox.IsEmpty(now).ShouldBeFalse("how many mails went out is known for a day");
        now += MailBudget.Forgiven;
        mailbox.Tidy(now).IsEmpty(now).ShouldBeTrue();
    }

    private void SignUp() => TakeCode(WayIn(Anna).Code!, User(1)).ShouldBe(User(1));

    private MailboxLetter.WayIn WayIn(Membership? signUp) => Ask(signUp).ShouldBeOfType<MailboxLetter.WayIn>();

    private MailboxLetter Ask(Membership? signUp)
    {
        var (next, letter) = mailbox.Ask(signUp, now, random).ShouldNotBeNull();
        mailbox = next;
        return letter;
    }

    private UserId? TakeCode(string code, UserId newUser)
    {
        (mailbox, var user) = mailbox.TakeCode(code, newUser, now);
        return user;
    }

    private UserId? TakeLink(string link, UserId newUser)
    {
        (mailbox, var user) = mailbox.TakeLink(link, newUser, now);
        return user;
    }

    private static string Wrong(string code) => code[..5] + (char)('0' + ((code[5] - '0' + 1) % 10));
}
