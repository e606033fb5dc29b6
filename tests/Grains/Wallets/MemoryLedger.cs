using Darkroom.Wallets;

namespace Darkroom.Grains.Tests.Wallets;

/// <summary>
/// The books of one wallet in memory, with the compare-and-set of the real ones and with their way of loading only what lives. What is to go wrong
/// with the next append is set before it.
/// </summary>
internal sealed class MemoryLedger : ILedger
{
    private readonly Dictionary<string, Operation> recorded = [];

    /// <summary>With all its lots; null before the first append.</summary>
    public Wallet? Whole { get; private set; }

    /// <summary>By account.</summary>
    public Dictionary<LedgerAccount, long> Balances { get; } = [];

    /// <summary>What happens to the next append.</summary>
    public Fate Fate { get; set; }

    /// <summary>What another activation does between the next reading and its append.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Whether the append at which the process died is in the books.</summary>
    public bool DiedAfterItsEffect { get; private set; }

    public Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default)
    {
        if (Whole is null)
        {
            return Task.FromResult(new LedgerReading(null, new Dictionary<string, Operation>()));
        }

        var named = operations.Where(recorded.ContainsKey).ToDictionary(id => id, id => recorded[id]);
        var moved = named.Values.SelectMany(operation => operation.Legs).Select(leg => leg.Lot).ToHashSet();
        var gone = Whole.Lots.Values.Where(lot => lot.Free + lot.Held + lot.Debt == 0 && lot.Terms.Kind != LotKind.Subscription && !moved.Contains(lot.Id));
        return Task.FromResult(new LedgerReading(Whole with { Lots = Whole.Lots.RemoveRange(gone.Select(lot => lot.Id)) }, named));
    }

    public async Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default)
    {
        var (fate, meanwhile) = (Fate, Meanwhile);
        (Fate, Meanwhile, DiedAfterItsEffect) = (Fate.Arrives, null, false);
        if (meanwhile is not null)
        {
            await meanwhile();
        }

        if (fate is Fate.DiesBefore or Fate.IsLostBefore)
        {
            throw fate == Fate.DiesBefore ? new DiedException() : new StorageUnavailableException("lost");
        }

        var isStale = Whole is null ? before.Sequence != 0 : !Whole.Chain.AsSpan().SequenceEqual(before.Chain.AsSpan());
        isStale |= absent.Any(recorded.ContainsKey);
        if (!isStale)
        {
            Keep(before, operations);
        }

        DiedAfterItsEffect = fate == Fate.DiesAfter && !isStale;
        return fate switch
        {
            Fate.DiesAfter => throw new DiedException(),
            Fate.IsLostAfter => throw new StorageUnavailableException("lost"),
            _ => isStale ? AppendResult.Stale : AppendResult.Appended,
        };
    }

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) => throw new NotSupportedException();

    private void Keep(Wallet before, IReadOnlyList<Operation> operations)
    {
        foreach (var operation in operations)
        {
            // Throws where an id was used before.
            recorded.Add(operation.Id, operation);
            Whole = (Whole ?? before).Apply(operation);
            foreach (var leg in operation.Legs)
            {
                Balances[leg.Source] = Balances.GetValueOrDefault(leg.Source) - leg.Amount;
                Balances[leg.Target] = Balances.GetValueOrDefault(leg.Target) + leg.Amount;
            }
        }
    }
}

/// <summary>What can happen to an append.</summary>
internal enum Fate
{
    /// <summary>Nothing unusual.</summary>
    Arrives,

    /// <summary>The store says that it is unavailable, and nothing was appended.</summary>
    IsLostBefore,

    /// <summary>The store says that it is unavailable, and it was appended.</summary>
    IsLostAfter,

    /// <summary>The process dies before it is appended.</summary>
    DiesBefore,

    /// <summary>The process dies after it was appended and before it could answer.</summary>
    DiesAfter,
}

/// <summary>The end of a process: no code of the product catches it.</summary>
internal sealed class DiedException : Exception;
