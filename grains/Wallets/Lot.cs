using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>Credits of one grant that are still in the wallet. Immutable.</summary>
/// <param name="Id">The sequence of the grant.</param>
/// <param name="Free">Can be spent.</param>
/// <param name="Held">Reserved.</param>
public sealed record Lot(long Id, LotTerms Terms, DateTimeOffset GrantedAt, long Free, long Held)
{
    /// <summary>Whether its time has run out. What is held of it is still the job's.</summary>
    public bool IsDue(DateTimeOffset now) => Terms.ExpiresAt <= now;
}

/// <summary>Credits that are reserved for a job, and the lots that they come from. Immutable.</summary>
/// <param name="Sequence">Of the operation that made it.</param>
/// <param name="Parts">In the order in which they will be taken; empty for a job that costs nothing.</param>
public sealed record Hold(JobId Job, long Sequence, long Amount, DateTimeOffset At, ImmutableArray<HoldPart> Parts);

/// <summary>What a hold has of one lot.</summary>
public readonly record struct HoldPart(long Lot, long Amount);
