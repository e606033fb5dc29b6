using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Finance;

/// <summary>
/// People with a history that is long settled, in a server's books, each in days of its own: 20 credits given, 100 bought, a job that held 25 of both
/// kinds and used 22, and one that never began.
/// </summary>
internal sealed class OldBooks(DarkroomServer server, DateTimeOffset begin)
{
    private readonly ILedger ledger = server.Services.GetRequiredService<ILedger>();

    public DateTimeOffset Begin => begin;

    /// <summary>A time some days ago that no other test uses: by a number of the test's own.</summary>
    public static DateTimeOffset DaysAgo(int days) => new(TimeProvider.System.GetUtcNow().Date.AddDays(-days).AddHours(12), TimeSpan.Zero);

    public async Task<UserId> Person(string brand = "nanogpt", int moreGifts = 0)
    {
        var owner = UserId.New(new BrandId(brand), TimeProvider.System, RandomSource.System);
        var wallet = Wallet.Empty(WalletId.New(RandomSource.System), Asset.CreditsOf(owner.Brand));
        var none = new Dictionary<string, Operation>();
        var (job, never) = (JobId.New(owner.Brand, TimeProvider.System, RandomSource.System), JobId.New(owner.Brand, TimeProvider.System, RandomSource.System));
        wallet = await Append(wallet.Grant(new CreditGrant("welcome", LotKind.Promotional, 20, null), begin, none));
        wallet = await Append(wallet.Grant(new CreditGrant("payment/ch_1, \"first\"", LotKind.Paid, 100, null), begin.AddHours(1), none));
        wallet = await Append(wallet.Hold(job, 25, new SpendOrder(["promotional", "paid"]), begin.AddDays(1), none));
        wallet = await Append(wallet.Capture(job, 22, begin.AddDays(1).AddMinutes(1), none));
        wallet = await Append(wallet.Release(never, begin.AddDays(1).AddMinutes(2), none));
        for (var i = 0; i < moreGifts; i++)
            wallet = await Append(wallet.Grant(new CreditGrant($"gift/{i}", LotKind.Promotional, 1, null), begin.AddDays(1).AddHours(1).AddMilliseconds(i / 3), none));
        return owner;

        async Task<Wallet> Append<T>(Decision<T> decision)
        {
            (await ledger.Append(owner, wallet, decision.Operations, [])).ShouldBe(AppendResult.Appended);
            return decision.After;
        }
    }
}
