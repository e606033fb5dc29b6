using System.Globalization;
using Darkroom.Brands;

namespace Darkroom.Wallets;

/// <summary>
/// Load, decide, append, answer. Keeps nothing between calls: the head row in the books decides who was first, so that a second
/// activation of the same wallet can be late but never wrong.
/// </summary>
internal sealed class WalletGrain(ILedger ledger, IBrands brands, TimeProvider time, RandomSource random) : Grain, IWalletGrain
{
    // Each round that fails means that another call's append succeeded or that the store was away; one read-back is always made.
    private const int Rounds = 16;

    private UserId Owner => UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()));

    private SpendOrder Order => new(brands[Owner.Brand].Credits.SpendOrder);

    public async Task<WalletView> Read()
    {
        var reading = await ledger.Read(Owner, []);
        return reading.Wallet?.View(Order, time.GetUtcNow()) ?? new WalletView(0, 0, []);
    }

    public Task<HoldResult> Hold(JobId job, long amount) =>
        Run(IdsOf(job), (wallet, recorded) => wallet.Hold(job, amount, Order, time.GetUtcNow(), recorded));

    public Task<SettleResult> Capture(JobId job, long amount) =>
        Run(IdsOf(job), (wallet, recorded) => wallet.Capture(job, amount, time.GetUtcNow(), recorded));

    public Task<SettleResult> Release(JobId job) =>
        Run(IdsOf(job), (wallet, recorded) => wallet.Release(job, time.GetUtcNow(), recorded));

    public Task<GrantResult> Grant(CreditGrant grant) =>
        Run([grant.OperationId], (wallet, recorded) => wallet.Grant(grant, time.GetUtcNow(), recorded));

    public Task<long> Expire() => Run([], (wallet, _) => wallet.Expire(time.GetUtcNow()));

    public async Task<TransferPage> Transfers(string? cursor, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        var before = cursor is null ? long.MaxValue : long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture);
        var found = await ledger.Transfers(Owner, before, limit + 1);
        var page = found.Take(limit).ToArray();
        return new TransferPage(page, found.Count > limit ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static string[] IdsOf(JobId job) => [OperationIds.Hold(job), OperationIds.Settle(job)];

    private async Task<T> Run<T>(
        IReadOnlyCollection<string> operations, Func<Wallet, IReadOnlyDictionary<string, Operation>, Decision<T>> decide)
    {
        var asset = Asset.CreditsOf(Owner.Brand);
        var unknown = false;
        for (var round = 0; round < Rounds; round++)
        {
            var reading = await ledger.Read(Owner, operations);
            var wallet = reading.Wallet ?? Wallet.Empty(WalletId.New(random), asset);
            var decision = decide(wallet, reading.Recorded);
            if (decision.Operations.IsEmpty)
            {
                return decision.Answer;
            }

            try
            {
                if (await ledger.Append(Owner, wallet, [.. decision.Operations]) == AppendResult.Appended)
                {
                    return decision.Answer;
                }
            }
            catch (StorageUnavailableException) when (!unknown)
            {
                // The answer to the commit is lost, perhaps not the commit. Reading back by id tells; if it is not there, the
                // same append is safe to repeat: should the first one still arrive, one of the two finds the head moved.
                unknown = true;
            }
        }

        throw new StorageUnavailableException("The wallet is being changed by too many at once; nothing was done, try again.");
    }
}
