using System.Collections.Immutable;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>
/// Follows a wallet's operations in order: up to its checkpoint those that are left, which have to fit what it says, and step by step from
/// there. Not thread-safe.
/// </summary>
internal sealed class WalletHistory
{
    private readonly Dictionary<(LedgerAccount Source, LedgerAccount Target, long Lot), (long Transfers, long Amount)> forgotten = [];
    private readonly LotFlows flows = new();
    private WalletCheckpoint? ahead;

    /// <param name="wallet">The wallet before its first operation.</param>
    /// <param name="checkpoint">Null where it has none.</param>
    public WalletHistory(Wallet wallet, WalletCheckpoint? checkpoint)
    {
        (Wallet, Kept, ahead) = (wallet, wallet.Chain, checkpoint);
        Forgotten = checkpoint?.Operations ?? 0;
        foreach (var movement in checkpoint?.Movements ?? [])
        {
            var leg = movement.ToLeg();
            forgotten[(leg.Source, leg.Target, leg.Lot)] = (movement.Transfers, movement.Amount);
            flows.Move(leg);
        }
    }

    /// <summary>The wallet after what was followed; before the checkpoint is reached it says nothing.</summary>
    public Wallet Wallet { get; private set; }

    /// <summary>The chain over what stays when the details are forgotten.</summary>
    public ImmutableArray<byte> Kept { get; private set; }

    /// <summary>How many details the history has had so far, those that are gone included.</summary>
    public long Forgotten { get; private set; }

    /// <summary>The next operation.</summary>
    /// <param name="link">Its link in the chain, as the books have it.</param>
    /// <exception cref="InvalidDataException">It cannot follow.</exception>
    public void Follow(Operation operation, ReadOnlySpan<byte> link)
    {
        if (ahead is { } checkpoint)
        {
            if (operation.Sequence <= checkpoint.Sequence)
            {
                Require(!operation.Kind.IsSpending(), $"Operation {operation.Sequence} is a detail that its checkpoint stands for.");
                Kept = LedgerChain.Next(Kept, operation);
                flows.Add(operation);
                return;
            }

            Enter(checkpoint);
        }

        Wallet = Wallet.Apply(operation);
        Require(Wallet.Chain.AsSpan().SequenceEqual(link), $"Operation {operation.Sequence} does not match its chain.");
        if (!operation.Kind.IsSpending())
        {
            Kept = LedgerChain.Next(Kept, operation);
            return;
        }

        Forgotten++;
        foreach (var leg in operation.Legs)
        {
            var key = (leg.Source, leg.Target, leg.Lot);
            var (transfers, amount) = forgotten.GetValueOrDefault(key);
            forgotten[key] = (transfers + 1, checked(amount + leg.Amount));
        }
    }

    /// <summary>After the last operation.</summary>
    /// <exception cref="InvalidDataException">What is left does not fit the checkpoint.</exception>
    public void End()
    {
        if (ahead is { } checkpoint)
        {
            Enter(checkpoint);
        }
    }

    /// <summary>What would take the place of all details so far.</summary>
    public WalletCheckpoint ToCheckpoint() => new(
        Wallet.Id.Value, Wallet.Asset.Name, Wallet.Sequence, Convert.ToHexStringLower(Wallet.Chain.AsSpan()), Convert.ToHexStringLower(Kept.AsSpan()), Forgotten,
        [.. forgotten.OrderBy(one => one.Key).Select(one =>
            new CheckpointMovement(one.Key.Source.Name(), one.Key.Target.Name(), one.Key.Lot, one.Value.Transfers, one.Value.Amount))],
        [.. Wallet.Lots.Values.Select(lot =>
            new CheckpointLot(lot.Id, lot.Granted, lot.Free, lot.Held, lot.Used, lot.Expired, lot.Reclaimed, lot.Debt))],
        [.. Wallet.Holds.Values.OrderBy(hold => hold.Sequence).Select(hold =>
            new CheckpointHold(hold.Job.ToString(), hold.Sequence, hold.Amount, hold.At.ToUnixTimeMilliseconds(), hold.Parts))]);

    private void Enter(WalletCheckpoint checkpoint)
    {
        Require(checkpoint.Asset == Wallet.Asset.Name, "Its checkpoint is of another asset.");
        Require(checkpoint.Kept == Convert.ToHexStringLower(Kept.AsSpan()), "What stays of its past is not what its checkpoint says.");
        var lots = flows.Lots(checkpoint.Lots);
        var holds = checkpoint.Holds
            .Select(hold => new Hold(JobId.Parse(hold.Job), hold.Sequence, hold.Amount, LedgerNames.Time(hold.At), [.. hold.Parts]))
            .ToImmutableDictionary(hold => hold.Job);
        Require(
            lots.Values.All(lot => lot.Held == holds.Values.SelectMany(hold => hold.Parts).Where(part => part.Lot == lot.Id).Sum(part => part.Amount)),
            "Its checkpoint holds something else than its holds.");
        Wallet = Wallet with { Sequence = checkpoint.Sequence, Chain = [.. Convert.FromHexString(checkpoint.Chain)], Lots = lots, Holds = holds };
        ahead = null;
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition)
        {
            throw new InvalidDataException(fault);
        }
    }
}
