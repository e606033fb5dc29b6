using System.Security.Cryptography;
using Dapper;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger.Forgetting;

/// <summary>Books of which details are forgotten.</summary>
internal sealed class SpendingBooks(Engine engine) : IAsyncDisposable
{
    public static readonly DateOnly FirstDay = new(2026, 3, 1);
    public static readonly Asset Asset = Asset.CreditsOf(Books.Brand);

    public Books Books { get; } = new(engine);

    public BooksKey Key { get; } = NewKey();

    public LedgerDays Days => new(Books.Database, Books.Clock);

    public LedgerSummary Summary => new(Books.Database, Books.Clock);

    public SqlBooks Asked => new(Summary, new(Books.Database, Books.Clock), Days, Books.Clock);

    public SpendingForgetting Forgetting => new(Books.Database, Days, Books.Clock);

    public Cashier Anna => Books.Cashier(Books.Anna);

    public Cashier Ben => Books.Cashier(Books.Ben);

    public static BooksKey NewKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return BooksKey.Parse(made.ExportPkcs8PrivateKeyPem());
    }

    public async Task<long> Forget(DateOnly through)
    {
        var (forgotten, isAll) = await Forgetting.Forget(Asset, through, Key, TimeSpan.MaxValue);
        isAll.ShouldBeTrue();
        return forgotten;
    }

    /// <summary>The kinds of the owner's operations that are there, in order.</summary>
    public Task<string[]> Kinds(UserId owner) => Books.Database.Read((c, t) => c.Query<string>(
        "SELECT o.kind FROM operation o JOIN wallet_owner w ON w.wallet = o.wallet WHERE w.owner = @owner ORDER BY o.sequence",
        new { owner = owner.ToString() }, t).ToArray());

    public Task<long> Details() => Books.Database.Read((c, t) => c.ExecuteScalar<long>("SELECT count(*) FROM operation WHERE kind IN ('hold', 'capture', 'release')", transaction: t));

    /// <summary>Everything is right, signatures too.</summary>
    public async Task<LedgerReport> ShouldAddUp()
    {
        var report = await new LedgerCheck(Books.Database).Run(Key);
        report.Fault.ShouldBeNull();
        report.Balances.GroupBy(balance => balance.Key.Asset).ShouldAllBe(asset => asset.Sum(balance => balance.Value) == 0);
        (await Days.Verify(Key)).Fault.ShouldBeNull();
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        await Books.DisposeAsync();
    }
}
