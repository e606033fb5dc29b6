using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>The books behind a bad line: a third of the appends never arrives, of another third the answer never comes back.</summary>
internal sealed class FlakyLedger(ILedger ledger, Random random) : ILedger
{
    public int Lost { get; private set; }

    public async Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default)
    {
        var fate = random.Next(3);
        var result = fate == 0 ? AppendResult.Stale : await ledger.Append(owner, before, operations, absent, cancellation);
        if (fate < 2)
        {
            Lost++;
            throw new StorageUnavailableException("lost");
        }

        return result;
    }

    public Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default) =>
        ledger.Read(owner, operations, cancellation);

    public Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default) =>
        ledger.Transfers(owner, before, limit, cancellation);

    public Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default) =>
        ledger.OpenHolds(olderThan, limit, cancellation);

    public Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default) =>
        ledger.OwnersWithDueLots(by, limit, cancellation);

    public Task ForgetOwner(UserId owner, CancellationToken cancellation = default) => ledger.ForgetOwner(owner, cancellation);
}
