using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>
/// A wallet as its history makes it: the fold of its operations, and nothing else. Immutable and pure: time comes in as an
/// argument. What may happen next is decided in <see cref="WalletDecisions"/>.
/// </summary>
/// <param name="Sequence">Of the last operation; 0 before the first.</param>
/// <param name="Chain">The last link of <see cref="LedgerChain"/>.</param>
/// <param name="Lots">By id: those with credits left or owed, those of subscriptions, and those that were asked for (<see cref="ILedger.Read"/>).</param>
/// <param name="Holds">Those that have not ended.</param>
public sealed record Wallet(
    WalletId Id, Asset Asset, long Sequence, ImmutableArray<byte> Chain, ImmutableSortedDictionary<long, Lot> Lots, ImmutableDictionary<JobId, Hold> Holds)
{
    /// <summary>The most that one operation may move, far from where sums of them would overflow.</summary>
    public const long MaximumAmount = 1_000_000_000_000;

    /// <summary>A wallet without a history.</summary>
    public static Wallet Empty(WalletId id, Asset asset) =>
        new(id, asset, 0, LedgerChain.Start(id, asset), ImmutableSortedDictionary<long, Lot>.Empty, ImmutableDictionary<JobId, Hold>.Empty);

    /// <summary>What can be spent.</summary>
    public long Free => Lots.Values.Sum(lot => lot.Free);

    /// <summary>What is reserved.</summary>
    public long Held => Lots.Values.Sum(lot => lot.Held);

    /// <summary>What is owed for credits that were taken back after they were used.</summary>
    public long Debt => Lots.Values.Sum(lot => lot.Debt);

    /// <summary>The lot of the subscription that is active at a time, whether anything is left of it or not: the one that lasts longest.</summary>
    public Lot? Subscription(DateTimeOffset now) => Lots.Values
        .Where(lot => lot.Terms.Kind == LotKind.Subscription && !lot.IsDue(now) && lot.Reclaimed < lot.Granted)
        .MaxBy(lot => lot.Terms.ExpiresAt ?? DateTimeOffset.MaxValue);

    /// <summary>What the owner is shown at a time: a lot that is due is gone, even if the books have not written it off yet.</summary>
    public WalletView View(SpendOrder order, DateTimeOffset now)
    {
        var lots = Lots.Values.Order(order)
            .Select(lot => new LotView($"lot-{lot.Id}", lot.Terms.Kind, (lot.IsDue(now) ? 0 : lot.Free) + lot.Held, lot.GrantedAt, lot.Terms.ExpiresAt))
            .Where(lot => lot.Remaining > 0)
            .ToArray();
        return new WalletView(lots.Sum(lot => lot.Remaining), Held, lots, Debt, order.Withheld(this, now), order.IsOnAllowance(this, now));
    }

    /// <summary>The wallet after one more operation.</summary>
    /// <exception cref="InvalidDataException">It does not follow: a gap, credits that are not there, legs that do not fit its kind.</exception>
    public Wallet Apply(Operation operation)
    {
        Require(operation.Sequence == Sequence + 1, operation, "is out of sequence");
        Require((operation.Kind == OperationKind.Correction) == (operation.Reason is not null), operation, "has a reason that does not fit its kind");
        var lots = Lots.ToBuilder();
        foreach (var leg in operation.Legs)
        {
            Require(leg.Amount > 0, operation, "moves nothing or less");
            Move(lots, operation, leg);
        }

        return this with
        {
            Sequence = operation.Sequence,
            Chain = LedgerChain.Next(Chain, operation),
            Lots = lots.ToImmutable(),
            Holds = HoldsAfter(operation),
        };
    }

    private static void Move(ImmutableSortedDictionary<long, Lot>.Builder lots, Operation operation, Leg leg)
    {
        if (operation is { Kind: OperationKind.Grant, Lot: { } terms })
        {
            Require(leg == new Leg(LedgerAccounts.IssuerOf(terms.Kind), LedgerAccount.Wallet, operation.Sequence, operation.Amount), operation, "does not issue its lot");
            lots.Add(operation.Sequence, new Lot(operation.Sequence, terms, operation.At, leg.Amount) { Free = leg.Amount });
            return;
        }

        Require(lots.TryGetValue(leg.Lot, out var lot), operation, $"moves credits of lot {leg.Lot}, which has none");
        var moved = lot.After(operation.Kind, leg)
            ?? throw new InvalidDataException($"Operation {operation.Sequence} ({operation.Kind}) moves from {leg.Source} to {leg.Target}.");
        Require(moved.IsSound, operation, $"takes more than lot {leg.Lot} has");
        lots[leg.Lot] = moved;
        if (operation.Kind == OperationKind.Repayment)
        {
            var indebted = OperationIds.IndebtedLot(operation.Id);
            Require(lots.TryGetValue(indebted, out var owed) && owed.Debt >= leg.Amount, operation, $"pays more than is owed for lot {indebted}");
            lots[indebted] = owed with { Debt = owed.Debt - leg.Amount };
        }
    }

    private ImmutableDictionary<JobId, Hold> HoldsAfter(Operation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Grant:
                Require(operation.Lot is not null && operation.Legs.Length == 1, operation, "does not issue one lot");
                return Holds;
            case OperationKind.Expire:
                Require(operation.Moved(LedgerAccount.Wallet, LedgerAccount.Expired) == operation.Amount, operation, "does not move its amount");
                return Holds;
            case OperationKind.Repayment:
                Require(operation.Moved(LedgerAccount.Wallet, LedgerAccount.Debt) == operation.Amount, operation, "does not move its amount");
                return Holds;
            case OperationKind.Refund or OperationKind.Dispute or OperationKind.Reinstatement:
                Require(MovesItsAmount(operation), operation, "does not move its amount");
                Require(operation.Legs.All(leg => leg.Lot == operation.Legs[0].Lot), operation, "moves credits of several lots");
                return Holds;
            case OperationKind.Correction:
                Require(MovesItsAmount(operation), operation, "does not move its amount");
                Require(operation.Legs.All(leg => leg.Source == operation.Legs[0].Source), operation, "reverses several things");
                return Holds;
            case OperationKind.Hold:
                Require(operation.Moved(LedgerAccount.Wallet, LedgerAccount.Held) == operation.Amount, operation, "does not move its amount");
                var job = OperationIds.Job(operation.Id);
                Require(!Holds.ContainsKey(job), operation, "holds a second time for its job");
                var parts = operation.Legs.Select(leg => new HoldPart(leg.Lot, leg.Amount)).ToImmutableArray();
                return Holds.Add(job, new Hold(job, operation.Sequence, operation.Amount, operation.At, parts));
            default:
                return HoldsAfterSettling(operation);
        }
    }

    private static bool MovesItsAmount(Operation operation) => !operation.Legs.IsEmpty && operation.Legs.Sum(leg => leg.Amount) == operation.Amount;

    private ImmutableDictionary<JobId, Hold> HoldsAfterSettling(Operation operation)
    {
        var job = OperationIds.Job(operation.Id);
        Require(operation.Moved(LedgerAccount.Held, LedgerAccount.Revenue) == operation.Amount, operation, "does not move its amount");
        if (!Holds.TryGetValue(job, out var hold))
        {
            Require(operation.Kind == OperationKind.Release && operation.Legs.IsEmpty, operation, "ends a hold that is not open");
            return Holds;
        }

        // What comes from each lot is exactly what the hold had fixed of it.
        var ended = operation.Legs.GroupBy(leg => leg.Lot).ToDictionary(legs => legs.Key, legs => legs.Sum(leg => leg.Amount));
        Require(ended.Count == hold.Parts.Length && hold.Parts.All(part => ended.GetValueOrDefault(part.Lot) == part.Amount), operation, "does not end its hold whole");
        return Holds.Remove(job);
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, Operation operation, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Operation {operation.Sequence} ({operation.Kind}) {fault}.");
        }
    }
}
