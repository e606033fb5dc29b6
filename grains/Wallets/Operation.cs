using System.Collections.Immutable;
using System.Globalization;

namespace Darkroom.Wallets;

/// <summary>What an operation does to a wallet.</summary>
public enum OperationKind
{
    /// <summary>Adds a lot.</summary>
    Grant,

    /// <summary>Reserves credits of certain lots for a job.</summary>
    Hold,

    /// <summary>Takes credits of a hold for good and gives the rest back.</summary>
    Capture,

    /// <summary>Gives a whole hold back; or, where there was none, keeps one from ever coming.</summary>
    Release,

    /// <summary>Takes what is left of a lot whose time ran out.</summary>
    Expire,

    /// <summary>Takes back credits of a lot whose payment was refunded; what is not there any more becomes a debt.</summary>
    Refund,

    /// <summary>Likewise for a payment that was disputed.</summary>
    Dispute,

    /// <summary>Undoes a refund or a dispute: cancels what is left of its debt and gives the rest back.</summary>
    Reinstatement,

    /// <summary>Pays a debt, or part of it, with credits that came.</summary>
    Repayment,

    /// <summary>Reverses a grant or a capture that should not have been.</summary>
    Correction,
}

/// <summary>What operations have to do with each other.</summary>
public static class OperationKinds
{
    /// <summary>Whether it is a detail of spending, which is forgotten when its brand's time for it is over. Everything else stays in the books for good.</summary>
    public static bool IsSpending(this OperationKind kind) => kind is OperationKind.Hold or OperationKind.Capture or OperationKind.Release;
}

/// <summary>One entry of a wallet's history: never changed, numbered without gaps, and taken away only where a checkpoint says what it came to. Immutable.</summary>
/// <param name="Sequence">1 for the wallet's first.</param>
/// <param name="Id">What it was done for, unique in the wallet for good (<see cref="OperationIds"/>).</param>
/// <param name="Amount">Granted, held, captured, expired, taken back, given back or paid; 0 for a release.</param>
/// <param name="Lot">Of a grant: the lot that it made.</param>
/// <param name="At">In whole milliseconds, as the books keep time.</param>
/// <param name="Legs">The transfers. None where nothing moved.</param>
/// <param name="Reason">Of a correction: a code that says why.</param>
public sealed record Operation(
    long Sequence, string Id, OperationKind Kind, long Amount, LotTerms? Lot, DateTimeOffset At, ImmutableArray<Leg> Legs, string? Reason = null)
{
    /// <summary>The sum of the legs between two accounts.</summary>
    public long Moved(LedgerAccount source, LedgerAccount target)
    {
        long sum = 0;
        foreach (var leg in Legs)
        {
            sum += leg.Source == source && leg.Target == target ? leg.Amount : 0;
        }

        return sum;
    }
}

/// <summary>A transfer: an amount of the wallet's asset from one account to another.</summary>
/// <param name="Lot">The lot that the credits belong to: the sequence of the grant that made it.</param>
/// <param name="Amount">Above zero.</param>
public readonly record struct Leg(LedgerAccount Source, LedgerAccount Target, long Lot, long Amount);

/// <summary>What is settled about a lot when it is granted.</summary>
public sealed record LotTerms(LotKind Kind, DateTimeOffset? ExpiresAt);

/// <summary>How operations are named. The end of a hold has one name however it ends: it can end only once.</summary>
public static class OperationIds
{
    private const int LongestName = 200;
    private static readonly string[] Reserved = ["hold/", "settle/", "expire/", "repayment/", "reinstatement/", "correction/"];

    /// <summary>The hold of a job.</summary>
    public static string Hold(JobId job) => $"hold/{job}";

    /// <summary>The capture or the release of a job's hold.</summary>
    public static string Settle(JobId job) => $"settle/{job}";

    /// <summary>The expiry of what was left of a lot; part of a lot can come back from a hold later and expire then.</summary>
    public static string Expire(long lot, long sequence) => $"expire/{lot}/{sequence}";

    /// <summary>A payment towards what is owed for a lot; several can be needed.</summary>
    public static string Repay(long lot, long sequence) => $"repayment/{lot}/{sequence}";

    /// <summary>The reinstatement of a clawback. There is one name for it, so that it comes once.</summary>
    public static string Reinstate(string clawback) => $"reinstatement/{clawback}";

    /// <summary>The correction of an operation. There is one name for it, so that it comes once.</summary>
    public static string Correct(string operation) => $"correction/{operation}";

    /// <summary>Whether a name is one of those above, which nobody else may give.</summary>
    public static bool IsReserved(string id) => Array.Exists(Reserved, prefix => id.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The job in a <see cref="Hold"/> or <see cref="Settle"/>.</summary>
    public static JobId Job(string id) => JobId.Parse(id[(id.IndexOf('/') + 1)..]);

    /// <summary>The lot in a <see cref="Repay"/>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long IndebtedLot(string id) =>
        id.Split('/') is ["repayment", var lot, _] ? long.Parse(lot, NumberStyles.None, CultureInfo.InvariantCulture) : throw new FormatException($"'{id}' pays no debt.");

    /// <summary>Refuses what cannot be the name of something that comes from outside: a grant or a clawback.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or one that only the wallet gives.</exception>
    internal static void CheckGiven(string id, string parameter)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > LongestName || IsReserved(id))
        {
            throw new ArgumentException($"An operation is named after what it is for, in at most {LongestName} characters, and not as the wallet names its own.", parameter);
        }
    }
}
