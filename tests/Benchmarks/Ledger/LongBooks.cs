using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Storage;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Darkroom.Benchmarks;

/// <summary>
/// Books with long histories on a PostgreSQL server of their own: each wallet one purchase, then holds and captures by turns, written by the ledger
/// itself in appends of many operations.
/// </summary>
internal sealed class LongBooks : IAsyncDisposable
{
    // What the writer takes at once without one append keeping the others waiting.
    private const int Stride = 200;
    private const int Concurrency = 24;
    private static readonly BrandId Brand = new("nanogpt");
    private static readonly SpendOrder Order = new(["paid"]);
    private readonly PostgresServer server;
    private readonly ServiceProvider services;

    private LongBooks(PostgresServer server, ServiceProvider services) => (this.server, this.services) = (server, services);

    public ILedger Ledger => services.GetRequiredService<ILedger>();

    public LedgerCheck Check => services.GetRequiredService<LedgerCheck>();

    public static async Task<LongBooks> Open()
    {
        var server = await PostgresServer.Start(LedgerBench.Server);
        var options = new StorageOptions { Database = await server.CreateDatabase("books") };
        StorageMigration.Apply(options, TimeProvider.System);
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error)).AddDarkroomStorage(options)
            .AddSingleton<IBrands>(BrandFiles.Load(Path.Combine(Folders.Root, "brands"), _ => null, "privacy@localhost")).BuildServiceProvider();
        return new LongBooks(server, services);
    }

    /// <summary>Adds wallets with so many transfers each, and answers whose they are.</summary>
    public async Task<IReadOnlyList<UserId>> Add(int wallets, int transfers)
    {
        var owners = Enumerable.Range(0, wallets).Select(_ => UserId.New(Brand, TimeProvider.System, RandomSource.System)).ToArray();
        await Parallel.ForEachAsync(owners, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (owner, _) => await Write(owner, transfers));
        return owners;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task Write(UserId owner, int transfers)
    {
        var recorded = new Dictionary<string, Operation>();
        var before = Wallet.Empty(WalletId.New(RandomSource.System), Asset.CreditsOf(owner.Brand));
        var after = before;
        var now = TimeProvider.System.GetUtcNow();
        List<Operation> operations = [];
        Take(after.Grant(new CreditGrant("payment/bench", LotKind.Paid, transfers, null), now, recorded));
        JobId? held = null;
        for (var written = 1; written < transfers; written++)
        {
            if (held is { } job)
            {
                Take(after.Capture(job, 1, now, recorded));
                held = null;
            }
            else
            {
                held = JobId.New(owner.Brand, TimeProvider.System, RandomSource.System);
                Take(after.Hold(held.Value, 1, Order, now, recorded));
            }

            if (operations.Count >= Stride)
            {
                await Append();
            }
        }

        await Append();

        void Take<T>(Decision<T> decision)
        {
            operations.AddRange(decision.Operations);
            after = decision.After;
        }

        async Task Append()
        {
            if (operations.Count > 0 && await Ledger.Append(owner, before, operations, []) != AppendResult.Appended)
            {
                throw new InvalidOperationException("Somebody else writes to these books.");
            }

            (before, operations) = (after, []);
        }
    }
}
