using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>The credits of one grant, and what became of them. Stays when nothing is left: what was granted can still be taken back. Immutable.</summary>
/// <param name="Id">The sequence of the grant.</param>
/// <param name="Granted">Zero once the grant was reversed.</param>
public sealed record Lot(long Id, LotTerms Terms, DateTimeOffset GrantedAt, long Granted)
{
    /// <summary>Can be spent.</summary>
    public long Free { get; init; }

    /// <summary>Reserved.</summary>
    public long Held { get; init; }

    /// <summary>Taken by jobs.</summary>
    public long Used { get; init; }

    /// <summary>Written off when its time ran out.</summary>
    public long Expired { get; init; }

    /// <summary>What clawbacks that stand have taken back, from wherever it was by then.</summary>
    public long Reclaimed { get; init; }

    /// <summary>What is owed for it: the part of <see cref="Reclaimed"/> that was held or used by then and nothing has paid since.</summary>
    public long Debt { get; init; }

    /// <summary>Whether the numbers can be those of a lot.</summary>
    public bool IsSound => Free >= 0 && Held >= 0 && Used >= 0 && Expired >= 0 && Debt >= 0 && Debt <= Reclaimed && Reclaimed <= Granted;

    /// <summary>Whether its time has run out. What is held of it is still the job's.</summary>
    public bool IsDue(DateTimeOffset now) => Terms.ExpiresAt <= now;

    /// <summary>The lot after one transfer of its credits by an operation of a kind; null where that kind makes no such transfer.</summary>
    internal Lot? After(OperationKind kind, Leg leg) => (kind, leg.Source, leg.Target) switch
    {
        (OperationKind.Hold, LedgerAccount.Wallet, LedgerAccount.Held) => this with { Free = Free - leg.Amount, Held = Held + leg.Amount },
        (OperationKind.Capture, LedgerAccount.Held, LedgerAccount.Revenue) => this with { Held = Held - leg.Amount, Used = Used + leg.Amount },
        (OperationKind.Capture or OperationKind.Release, LedgerAccount.Held, LedgerAccount.Wallet) => this with { Held = Held - leg.Amount, Free = Free + leg.Amount },
        (OperationKind.Expire, LedgerAccount.Wallet, LedgerAccount.Expired) => this with { Free = Free - leg.Amount, Expired = Expired + leg.Amount },
        (OperationKind.Refund, _, LedgerAccount.Refunds) or (OperationKind.Dispute, _, LedgerAccount.Disputes) => Reclaim(leg),
        (OperationKind.Reinstatement, LedgerAccount.Refunds or LedgerAccount.Disputes, LedgerAccount.Wallet) =>
            this with { Reclaimed = Reclaimed - leg.Amount, Free = Free + leg.Amount },
        (OperationKind.Reinstatement, LedgerAccount.Refunds or LedgerAccount.Disputes, LedgerAccount.Debt) =>
            this with { Reclaimed = Reclaimed - leg.Amount, Debt = Debt - leg.Amount },
        (OperationKind.Repayment, LedgerAccount.Wallet, LedgerAccount.Debt) => this with { Free = Free - leg.Amount },
        (OperationKind.Correction, LedgerAccount.Revenue, LedgerAccount.Wallet) => this with { Used = Used - leg.Amount, Free = Free + leg.Amount },
        (OperationKind.Correction, LedgerAccount.Wallet, var issuer) when issuer == LedgerAccounts.IssuerOf(Terms.Kind) =>
            this with { Free = Free - leg.Amount, Granted = Granted - leg.Amount },
        _ => null,
    };

    private Lot? Reclaim(Leg leg) => leg.Source switch
    {
        LedgerAccount.Wallet => this with { Free = Free - leg.Amount, Reclaimed = Reclaimed + leg.Amount },
        LedgerAccount.Expired => this with { Expired = Expired - leg.Amount, Reclaimed = Reclaimed + leg.Amount },
        LedgerAccount.Debt => this with { Debt = Debt + leg.Amount, Reclaimed = Reclaimed + leg.Amount },
        _ => null,
    };
}

/// <summary>Credits that are reserved for a job, and the lots that they come from. Immutable.</summary>
/// <param name="Sequence">Of the operation that made it.</param>
/// <param name="Parts">In the order in which they will be taken; empty for a job that costs nothing.</param>
public sealed record Hold(JobId Job, long Sequence, long Amount, DateTimeOffset At, ImmutableArray<HoldPart> Parts);

/// <summary>What a hold has of one lot.</summary>
public readonly record struct HoldPart(long Lot, long Amount);
