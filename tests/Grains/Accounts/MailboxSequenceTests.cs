using Darkroom.Accounts;
using FsCheck;
using FsCheck.Fluent;
using static Darkroom.Grains.Tests.Accounts.Samples;

namespace Darkroom.Grains.Tests.Accounts;

/// <summary>Whatever persons and strangers do at an address, in whatever order.</summary>
public sealed class MailboxSequenceTests
{
    /// <param name="Kind">Which event.</param>
    /// <param name="Which">Which of the mails so far.</param>
    internal sealed record Event(int Kind, int Which, int Minutes);

    private const int AskToSignUp = 0, AskToSignIn = 1, RightCode = 2, RightLink = 3, WrongCode = 4, WrongLink = 5, Kinds = 6;

    private static readonly Arbitrary<Event[]> Sequences = Gen.ArrayOf(
        from kind in Gen.Choose(0, Kinds - 1)
        from which in Gen.Choose(0, 30)
        from minutes in Gen.Frequency((6, Gen.Choose(0, 2)), (2, Gen.Choose(3, 20)), (1, Gen.Choose(60, 3_000)))
        select new Event(kind, which, minutes)).Resize(80).ToArbitrary();

    [Fact]
    public void One_address_has_one_account_and_every_mail_lets_in_at_most_once() =>
        Prop.ForAll(Sequences, events => Run(events)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static bool Run(Event[] events)
    {
        var (mailbox, now, random) = (new Mailbox(), Noon, new Repeatable(events.Length));
        var mails = new List<(MailboxLetter.WayIn Way, DateTimeOffset At)>();
        var used = new HashSet<int>();
        var mailed = new List<DateTimeOffset>();
        UserId? account = null;
        for (var step = 0; step < events.Length; step++)
        {
            var one = events[step];
            now += TimeSpan.FromMinutes(one.Minutes);
            var which = mails.Count == 0 ? 0 : one.Which % mails.Count;
            switch (one.Kind)
            {
                case AskToSignUp or AskToSignIn when mailbox.Ask(one.Kind == AskToSignUp ? Anna : null, now, random) is var (next, letter):
                    mailbox = next;
                    mailed.Add(now);
                    if (letter is MailboxLetter.WayIn way)
                        mails.Add((way, now));
                    (letter is MailboxLetter.NoAccount).ShouldBe(account is null && one.Kind == AskToSignIn);
                    break;
                case RightCode or RightLink when mails.Count > 0:
                    var (sent, at) = mails[which];
                    var before = mailbox;
                    (mailbox, var user) = one.Kind == RightCode
                        ? mailbox.TakeCode(sent.Code ?? "", User(step), now) : mailbox.TakeLink(sent.Link, User(step), now);
                    if (user is null)
                        break;
                    used.Add(which).ShouldBeTrue("a mail let in twice");
                    (now - at).ShouldBeLessThan(Challenge.Lifetime);
                    (account ?? user).ShouldBe(user, "an address changed its account");
                    (mailbox.Joining is not null).ShouldBe(before.Joining is not null || before.User is null, "a new account needs its facts");
                    account = user;
                    break;
                case WrongCode:
                    (mailbox, var guessed) = mailbox.TakeCode("not it", User(step), now);
                    guessed.ShouldBeNull();
                    break;
                case WrongLink:
                    (mailbox, var forged) = mailbox.TakeLink(new string('A', 43), User(step), now);
                    forged.ShouldBeNull();
                    break;
            }

            mailbox.User.ShouldBe(account);
            mailbox.Challenges.Count.ShouldBeLessThanOrEqualTo(MailBudget.Burst + 2, "what is live at once is bounded");
            mailed.Count(at => now - at < TimeSpan.FromHours(1)).ShouldBeLessThanOrEqualTo(MailBudget.Burst + 6);
        }

        return true;
    }
}
