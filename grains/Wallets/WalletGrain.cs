using System.Globalization;
using Darkroom.Brands;

namespace Darkroom.Wallets;

/// <summary>A wallet's place in the cluster; the work is the <see cref="Cashier"/>'s. Calls interleave: none waits for another's commit.</summary>
[Reentrant]
internal sealed class WalletGrain(ILedger ledger, IBrands brands, TimeProvider time, RandomSource random) : Grain, IWalletGrain
{
    private (Cashier Cashier, BrandPolicy Brand)? serving;

    private UserId Owner => UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()));

    /// <summary>
    /// By the brand's rules as they are now. A cashier whose rules have changed ends its pending calls by the old ones; a second one beside it can be late
    /// and never wrong.
    /// </summary>
    private Cashier Cashier
    {
        get
        {
            var brand = brands[Owner.Brand];
            if (serving is not { } now || !IsSame(now.Brand, brand))
                serving = now = (MakeCashier(brand), brand);
            return now.Cashier;
        }
    }

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

    private static bool IsSame(BrandPolicy one, BrandPolicy other) => ReferenceEquals(one, other)
        || (one.Credits.SpendOrder.SequenceEqual(other.Credits.SpendOrder) && one.Credits.WithholdEarned == other.Credits.WithholdEarned
            && one.Retention.Spending == other.Retention.Spending);

    private Cashier MakeCashier(BrandPolicy brand) =>
        new(Owner, new SpendOrder(brand.Credits.SpendOrder, brand.Credits.WithholdEarned), ledger, time, random, brand.Retention.Spending);
}
