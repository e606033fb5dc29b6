using System.Collections.Immutable;

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
}

/// <summary>One entry of a wallet's history: never changed, never removed, numbered without gaps. Immutable.</summary>
/// <param name="Sequence">1 for the wallet's first.</param>
/// <param name="Id">What it was done for, unique in the wallet for good (<see cref="OperationIds"/>).</param>
/// <param name="Amount">Granted, held, captured or expired; 0 for a release.</param>
/// <param name="Lot">Of a grant: the lot that it made.</param>
/// <param name="At">In whole milliseconds, as the books keep time.</param>
/// <param name="Legs">The transfers. None where nothing moved.</param>
public sealed record Operation(
    long Sequence, string Id, OperationKind Kind, long Amount, LotTerms? Lot, DateTimeOffset At, ImmutableArray<Leg> Legs)
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
    /// <summary>The hold of a job.</summary>
    public static string Hold(JobId job) => $"hold/{job}";

    /// <summary>The capture or the release of a job's hold.</summary>
    public static string Settle(JobId job) => $"settle/{job}";

    /// <summary>The expiry of what was left of a lot; part of a lot can come back from a hold later and expire then.</summary>
    public static string Expire(long lot, long sequence) => $"expire/{lot}/{sequence}";

    /// <summary>Whether a name is one of those above, which a grant may not take.</summary>
    public static bool IsReserved(string id) =>
        id.StartsWith("hold/", StringComparison.Ordinal) || id.StartsWith("settle/", StringComparison.Ordinal) ||
        id.StartsWith("expire/", StringComparison.Ordinal);

    /// <summary>The job in a <see cref="Hold"/> or <see cref="Settle"/>.</summary>
    public static JobId Job(string id) => JobId.Parse(id[(id.IndexOf('/') + 1)..]);
}
