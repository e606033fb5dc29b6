using Darkroom.Wallets;

namespace Darkroom.Simulation.Storage;

/// <summary>The books in memory, with the compare-and-set of the real ones. Every call is one step.</summary>
internal sealed class ModelLedger : ILedger
{
    private readonly Dictionary<UserId, WalletId> owners = [];
    private readonly Dictionary<WalletId, (Wallet Wallet, List<Operation> Operations)> books = [];

    /// <summary>Planted: takes appends whose head has moved on.</summary>
    public bool AcceptsStaleHeads { get; set; }

    public Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default)
    {
        if (!owners.TryGetValue(owner, out var id))
        {
            return Task.FromResult(new LedgerReading(null, new Dictionary<string, Operation>()));
        }

        var (wallet, entries) = books[id];
        return Task.FromResult(new LedgerReading(wallet, entries.Where(entry => operations.Contains(entry.Id)).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id)));
    }

    public Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default)
    {
        if (before.Sequence == 0)
        {
            if (owners.ContainsKey(owner))
            {
                return Task.FromResult(AppendResult.Stale);
            }

            owners.Add(owner, before.Id);
            books.Add(before.Id, (before, []));
        }

        if (!owners.TryGetValue(owner, out var owned) || owned != before.Id)
        {
            return Task.FromResult(AppendResult.Stale);
        }

        var (head, entries) = books[before.Id];
        if (entries.Exists(entry => absent.Contains(entry.Id)))
        {
            return Task.FromResult(AppendResult.Stale);
        }

        if (!AcceptsStaleHeads && (head.Sequence != before.Sequence || !head.Chain.AsSpan().SequenceEqual(before.Chain.AsSpan())))
        {
            return Task.FromResult(AppendResult.Stale);
        }

        entries.AddRange(operations);
        books[before.Id] = (operations.Aggregate(before, (wallet, operation) => wallet.Apply(operation)), entries);
        return Task.FromResult(AppendResult.Appended);
    }

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
        throw new NotSupportedException("Nobody reads pages of the books here.");

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<OpenHold>>([.. owners
            .SelectMany(owner => books[owner.Value].Wallet.Holds.Values.Select(hold => new OpenHold(hold.Job, owner.Key, hold.Amount, hold.At)))
            .Where(hold => hold.At < olderThan).OrderBy(hold => hold.At).ThenBy(hold => hold.Job.Value, StringComparer.Ordinal).Take(limit)]);

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<UserId>>([.. owners
            .Where(owner => books[owner.Value].Wallet.Lots.Values.Any(lot => lot.Free > 0 && lot.IsDue(by)))
            .Select(owner => owner.Key).Take(limit)]);

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default)
    {
        owners.Remove(owner);
        return Task.CompletedTask;
    }
}
