using System.Collections.Immutable;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>
/// What has flowed to and from the lots of a wallet, in whatever order: enough to say what a lot must be, but for how a debt is spread over
/// the lots that owe it. Not thread-safe.
/// </summary>
internal sealed class LotFlows
{
    private readonly SortedDictionary<long, Operation> grants = [];
    private readonly Dictionary<(long Lot, LedgerAccount Account), long> sums = [];

    public void Add(Operation operation)
    {
        if (operation.Kind == OperationKind.Grant)
        {
            grants.Add(operation.Sequence, operation);
        }

        foreach (var leg in operation.Legs)
        {
            Move(leg);
        }
    }

    public void Move(Leg leg)
    {
        Add(leg.Lot, leg.Source, -leg.Amount);
        Add(leg.Lot, leg.Target, leg.Amount);
    }

    /// <summary>The lots that a checkpoint says there are.</summary>
    /// <exception cref="InvalidDataException">One is not what has flowed to and from it.</exception>
    public ImmutableSortedDictionary<long, Lot> Lots(IReadOnlyList<CheckpointLot> said)
    {
        var lots = said.ToImmutableSortedDictionary(one => one.Lot, one => Lot(one));
        var known = grants.Keys.ToHashSet();
        if (!known.SetEquals(lots.Keys) || sums.Keys.Any(key => !known.Contains(key.Lot)))
        {
            throw new InvalidDataException("Its checkpoint has other lots than were granted.");
        }

        if (lots.Values.Sum(lot => lot.Debt) != -sums.Where(sum => sum.Key.Account == LedgerAccount.Debt).Sum(sum => sum.Value))
        {
            throw new InvalidDataException("Its checkpoint owes something else than was taken back and not paid.");
        }

        return lots;
    }

    private Lot Lot(CheckpointLot said)
    {
        if (!grants.TryGetValue(said.Lot, out var grant) || grant.Lot is not { } terms)
        {
            throw new InvalidDataException($"Lot {said.Lot} of its checkpoint was never granted.");
        }

        var lot = new Lot(said.Lot, terms, grant.At, -Of(LedgerAccounts.IssuerOf(terms.Kind)))
        {
            Free = Of(LedgerAccount.Wallet),
            Held = Of(LedgerAccount.Held),
            Used = Of(LedgerAccount.Revenue),
            Expired = Of(LedgerAccount.Expired),
            Reclaimed = Of(LedgerAccount.Refunds) + Of(LedgerAccount.Disputes),
            Debt = said.Debt,
        };
        return said == new CheckpointLot(lot.Id, lot.Granted, lot.Free, lot.Held, lot.Used, lot.Expired, lot.Reclaimed, lot.Debt) && lot.IsSound
            ? lot
            : throw new InvalidDataException($"Lot {said.Lot} of its checkpoint is not what has flowed to and from it.");

        long Of(LedgerAccount account) => sums.GetValueOrDefault((said.Lot, account));
    }

    private void Add(long lot, LedgerAccount account, long amount) => sums[(lot, account)] = checked(sums.GetValueOrDefault((lot, account)) + amount);
}
