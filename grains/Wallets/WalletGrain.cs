using System.Globalization;
using Darkroom.Brands;

namespace Darkroom.Wallets;

/// <summary>A wallet's place in the cluster; the work is the <see cref="Cashier"/>'s. Calls interleave: none waits for another's commit.</summary>
[Reentrant]
internal sealed class WalletGrain(ILedger ledger, IBrands brands, TimeProvider time, RandomSource random) : Grain, IWalletGrain
{
    private Cashier? cashier;

    private UserId Owner => UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()));

    private Cashier Cashier => cashier ??= MakeCashier(brands[Owner.Brand]);

    public Task<WalletView> Read() => Cashier.Read();

    public Task<HoldResult> Hold(JobId job, long amount) => Cashier.Hold(job, amount);

    public Task<SettleResult> Capture(JobId job, long amount) => Cashier.Capture(job, amount);

    public Task<SettleResult> Release(JobId job) => Cashier.Release(job);

    public Task<GrantResult> Grant(CreditGrant grant) => Cashier.Grant(grant);

    public Task<long> Expire() => Cashier.Expire();

    public Task<ClawbackResult> Claw(CreditClawback clawback) => Cashier.Claw(clawback);

    public Task<ReinstateResult> Reinstate(string clawbackId) => Cashier.Reinstate(clawbackId);

    public Task<CorrectResult> Correct(CreditCorrection correction) => Cashier.Correct(correction);

    public async Task<TransferPage> Transfers(string? cursor, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        var before = cursor is null ? long.MaxValue : long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture);
        var found = await ledger.Transfers(Owner, before, limit + 1);
        var page = found.Take(limit).ToArray();
        return new TransferPage(page, found.Count > limit ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private Cashier MakeCashier(BrandPolicy brand) =>
        new(Owner, new SpendOrder(brand.Credits.SpendOrder, brand.Credits.WithholdEarned), ledger, time, random, brand.Retention.Spending);
}
