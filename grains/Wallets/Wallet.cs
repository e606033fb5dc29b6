using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>
/// A wallet as its history makes it: the fold of its operations, and nothing else. Immutable and pure: time comes in as an
/// argument. What may happen next is decided in <see cref="WalletDecisions"/>.
/// </summary>
/// <param name="Sequence">Of the last operation; 0 before the first.</param>
/// <param name="Chain">The last link of <see cref="LedgerChain"/>.</param>
/// <param name="Lots">Those with credits left, by id.</param>
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

    /// <summary>What the owner is shown at a time: a lot that is due is gone, even if the books have not written it off yet.</summary>
    public WalletView View(SpendOrder order, DateTimeOffset now)
    {
        var lots = Lots.Values.Order(order)
            .Select(lot => new LotView($"lot-{lot.Id}", lot.Terms.Kind, (lot.IsDue(now) ? 0 : lot.Free) + lot.Held, lot.GrantedAt, lot.Terms.ExpiresAt))
            .Where(lot => lot.Remaining > 0)
            .ToArray();
        return new WalletView(lots.Sum(lot => lot.Remaining), Held, lots);
    }

    /// <summary>The wallet after one more operation.</summary>
    /// <exception cref="InvalidDataException">It does not follow: a gap, credits that are not there, legs that do not fit its kind.</exception>
    public Wallet Apply(Operation operation)
    {
        Require(operation.Sequence == Sequence + 1, operation, "is out of sequence");
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
            lots.Add(operation.Sequence, new Lot(operation.Sequence, terms, operation.At, leg.Amount, 0));
            return;
        }

        Require(lots.TryGetValue(leg.Lot, out var lot), operation, $"moves credits of lot {leg.Lot}, which has none");
        lot = (operation.Kind, leg.Source, leg.Target) switch
        {
            (OperationKind.Hold, LedgerAccount.Wallet, LedgerAccount.Held) => lot! with { Free = lot.Free - leg.Amount, Held = lot.Held + leg.Amount },
            (OperationKind.Capture, LedgerAccount.Held, LedgerAccount.Revenue) => lot! with { Held = lot.Held - leg.Amount },
            (OperationKind.Capture or OperationKind.Release, LedgerAccount.Held, LedgerAccount.Wallet) => lot! with { Free = lot.Free + leg.Amount, Held = lot.Held - leg.Amount },
            (OperationKind.Expire, LedgerAccount.Wallet, LedgerAccount.Expired) => lot! with { Free = lot.Free - leg.Amount },
            _ => throw new InvalidDataException($"Operation {operation.Sequence} ({operation.Kind}) moves from {leg.Source} to {leg.Target}."),
        };
        Require(lot.Free >= 0 && lot.Held >= 0, operation, $"takes more than lot {leg.Lot} has");
        if (lot.Free + lot.Held == 0)
        {
            lots.Remove(leg.Lot);
        }
        else
        {
            lots[leg.Lot] = lot;
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
