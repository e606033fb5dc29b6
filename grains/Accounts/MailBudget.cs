namespace Darkroom.Accounts;

/// <summary>
/// How many mails anybody can cause to an address. Three at once, then one every ten minutes, so that nobody can be kept
/// out: whoever asks while the budget is spent was mailed a moment ago, and that mail is still good. After twelve mails
/// that nobody acted on, one every half hour, so that nobody can be flooded either. Immutable, pure.
/// </summary>
/// <param name="Spent">Mails not yet made good by time, in thousandths of a mail.</param>
/// <param name="At">When <paramref name="Spent"/> was counted.</param>
/// <param name="Unanswered">Mails since somebody last signed in by one.</param>
internal sealed record MailBudget(int Spent, DateTimeOffset At, int Unanswered)
{
    public const int Burst = 3;
    public const int PatienceMails = 12;
    public static readonly TimeSpan Refill = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan SlowRefill = TimeSpan.FromMinutes(30);

    /// <summary>After a day without a mail the past is forgiven.</summary>
    public static readonly TimeSpan Forgiven = TimeSpan.FromDays(1);

    private const int Mail = 1000;

    /// <summary>The budget of an address that nothing was sent to yet.</summary>
    public static MailBudget Fresh { get; } = new(0, DateTimeOffset.MinValue, 0);

    /// <summary>Whether it is as good as new, so that there is nothing to remember.</summary>
    public bool IsFresh(DateTimeOffset now) => this == Fresh || now - At >= Forgiven;

    /// <summary>The budget after one more mail; null when there is none left.</summary>
    public MailBudget? Spend(DateTimeOffset now)
    {
        if (IsFresh(now))
        {
            return new MailBudget(Mail, now, 1);
        }

        var left = Left(now);
        return left + Mail <= Burst * Mail ? new MailBudget(left + Mail, now, Unanswered + 1) : null;
    }

    /// <summary>Somebody acted on a mail: the person is there and wants them.</summary>
    public MailBudget Answered(DateTimeOffset now) => this with { Spent = Left(now), At = now, Unanswered = 0 };

    private int Left(DateTimeOffset now)
    {
        var refill = Unanswered < PatienceMails ? Refill : SlowRefill;
        var earned = Math.Max(0, (now - At) / refill) * Mail;
        return earned >= Spent ? 0 : Spent - (int)earned;
    }
}
