namespace Darkroom.Accounts;

/// <summary>The state of an address, and the rules of getting in by it. Pure: time, randomness and ids come in as arguments.</summary>
internal sealed record Mailbox
{
    /// <summary>After so many wrong codes since the last success codes are switched off until somebody uses a link.</summary>
    public const int CodesOffAt = 50;

    /// <summary>The account, once there is one; decided here and nowhere else.</summary>
    public UserId? User { get; init; }

    /// <summary>A membership that was confirmed but is not known to have reached the account yet.</summary>
    public Membership? Joining { get; init; }

    public IReadOnlyList<Challenge> Challenges { get; init; } = [];

    public MailBudget Budget { get; init; } = MailBudget.Fresh;

    public int WrongCodes { get; init; }

    /// <summary>Whether guessing has switched codes off; links always work.</summary>
    public bool CodesOff => WrongCodes >= CodesOffAt;

    /// <summary>Whether there is anything to remember.</summary>
    public bool IsEmpty(DateTimeOffset now) =>
        User is null && Joining is null && WrongCodes == 0 && Budget.IsFresh(now) && !Challenges.Any(one => one.IsLive(now));

    /// <summary>The state without what has expired.</summary>
    public Mailbox Tidy(DateTimeOffset now) => this with
    {
        Challenges = [.. Challenges.Where(one => one.IsLive(now))],
        Budget = Budget.IsFresh(now) ? MailBudget.Fresh : Budget,
        WrongCodes = User is null && Budget.IsFresh(now) ? 0 : WrongCodes,
    };

    /// <summary>One more mail, or null when the budget is spent (then the mails of before are still good).</summary>
    public (Mailbox Next, MailboxLetter Letter)? Ask(Membership? signUp, DateTimeOffset now, RandomSource random)
    {
        var tidy = Tidy(now);
        if (tidy.Budget.Spend(now) is not { } budget)
        {
            return null;
        }

        if (User is null && signUp is null)
        {
            return (tidy with { Budget = budget, Challenges = [.. tidy.Challenges, Challenge.Decoy(now, random)] }, new MailboxLetter.NoAccount());
        }

        // Somebody who signs up at an address that has an account is let in to it, if the mail is theirs.
        var (challenge, code, link) = Challenge.New(User is null ? signUp : null, now, random);
        return (tidy with { Budget = budget, Challenges = [.. tidy.Challenges, challenge] },
            new MailboxLetter.WayIn(User is null, User is not null && signUp is not null, CodesOff ? null : code, link));
    }

    /// <summary>Tries a code. The state changes whenever there was anything to guess at.</summary>
    public (Mailbox Next, UserId? User) TakeCode(string code, UserId newUser, DateTimeOffset now)
    {
        var live = Challenges.Where(one => one.IsLive(now)).ToList();
        if (!CodesOff && live.FirstOrDefault(one => one.HasCode(code)) is { } right)
        {
            return Let(right, newUser, now);
        }

        return live.Count == 0 ? (this, null) : (this with
        {
            Challenges = [.. live.Select(one => one with { WrongCodes = one.WrongCodes + 1 })],
            WrongCodes = WrongCodes + 1,
        }, null);
    }

    /// <summary>Tries a link's secret.</summary>
    public (Mailbox Next, UserId? User) TakeLink(string secret, UserId newUser, DateTimeOffset now) =>
        Challenges.FirstOrDefault(one => one.IsLive(now) && one.HasLink(secret)) is { } right ? Let(right, newUser, now) : (this, null);

    private (Mailbox Next, UserId? User) Let(Challenge right, UserId newUser, DateTimeOffset now)
    {
        var user = User ?? newUser;
        return (this with
        {
            User = user,
            Joining = User is null ? right.SignUp : Joining,
            // Whatever else was mailed for a sign-up holds personal facts that are no longer needed.
            Challenges = [.. Challenges.Where(one => one != right && one.SignUp is null && one.IsLive(now))],
            Budget = Budget.Answered(now),
            WrongCodes = 0,
        }, user);
    }
}

/// <summary>What to write to an address.</summary>
internal abstract record MailboxLetter
{
    private MailboxLetter() { }

    /// <summary>A code and a link.</summary>
    /// <param name="IsNew">They confirm a new account.</param>
    /// <param name="HadAccount">The person tried to sign up but has an account.</param>
    /// <param name="Code">Null while codes are switched off.</param>
    public sealed record WayIn(bool IsNew, bool HadAccount, string? Code, string Link) : MailboxLetter;

    /// <summary>Somebody wanted to sign in where there is no account.</summary>
    public sealed record NoAccount : MailboxLetter;
}
