using Dapper;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>The books in a real database, and cashiers at them.</summary>
internal sealed class Books : IAsyncDisposable
{
    public static readonly BrandId Brand = new("test");
    public static readonly UserId Anna = new(Brand, "u-anna");
    public static readonly UserId Ben = new(Brand, "u-ben");
    private static readonly SpendOrder Order = new(["promotional", "subscription", "paid"]);
    private readonly TestDatabase test;

    public Books(Engine engine)
    {
        test = new TestDatabase(engine);
        Ledger = new SqlLedger(test.Database);
    }

    public Database Database => test.Database;

    /// <summary>The same books as another silo has them; the caller's to dispose of.</summary>
    public Database Another() => test.Another();

    public ILedger Ledger { get; }

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 30, 15, 123, 456, TimeSpan.Zero));

    /// <summary>Two of the same owner are what two activations of one wallet grain would be.</summary>
    public Cashier Cashier(UserId owner, ILedger? ledger = null) => new(owner, Order, ledger ?? Ledger, Clock, RandomSource.System);

    public static JobId Job(int number) => new(Brand, $"j{number}");

    public async Task Give(UserId owner, long amount, DateTimeOffset? expiresAt = null, string id = "welcome") =>
        (await Cashier(owner).Grant(new CreditGrant(id, LotKind.Promotional, amount, expiresAt))).ShouldBeOfType<GrantResult.Granted>();

    /// <summary>What every caller of a wallet does: the same call again, until it is answered.</summary>
    public static async Task<T> Insist<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (StorageUnavailableException) when (attempt < 50)
            {
            }
        }
    }

    /// <summary>The ids of the owner's operations, in the order of the history.</summary>
    public Task<string[]> Recorded(UserId owner) => Database.Read((c, t) => c.Query<string>(
        "SELECT o.id FROM operation o JOIN wallet_owner w ON w.wallet = o.wallet WHERE w.owner = @owner ORDER BY o.sequence",
        new { owner = owner.ToString() }, t).ToArray());

    public async Task<LedgerReport> ShouldAddUp()
    {
        var report = await new LedgerCheck(Database).Run();
        report.Fault.ShouldBeNull();
        report.Balances.GroupBy(balance => balance.Key.Asset).ShouldAllBe(asset => asset.Sum(balance => balance.Value) == 0);
        return report;
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
