using Dapper;
using Darkroom.Drivers;
using Darkroom.Storage.Tests.Ledger;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>The server dies under wallets that are being used by many at once.</summary>
public sealed class WalletOutageTests : IAsyncLifetime
{
    private const int Wallets = 6;
    private const int ClientsOfEach = 4;
    private const int Kills = 5;
    private const int Between = 150;
    private const int Welcome = 1_000_000;
    private PostgresServer server = null!;
    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.Start();
        var options = new StorageOptions { Database = await server.CreateDatabase("ours") };
        StorageMigration.Apply(options, TimeProvider.System);
        database = new PostgresDatabase(options.Database!, options, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_acknowledged_operation_is_there_once_however_often_the_server_is_killed()
    {
        var ledger = new SqlLedger(database);
        var acknowledged = new List<string>();
        using var end = new CancellationTokenSource();
        var refused = 0;
        var clients = Enumerable.Range(0, Wallets).SelectMany(number =>
        {
            var owner = new UserId(Books.Brand, $"u{number}");
            var cashier = new Cashier(owner, new SpendOrder(["promotional"]), ledger, TimeProvider.System, RandomSource.System);
            return Enumerable.Range(0, ClientsOfEach).Select(client => Task.Run(() => Use(owner, cashier, client)));
        }).ToArray();

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = Count();
            await Eventually.Is(() => Task.FromResult(Count() > before + Between || clients.Any(client => client.IsFaulted)), true);
            await server.Kill();
            await server.Restart();
        }

        await end.CancelAsync();
        await Task.WhenAll(clients);
        refused.ShouldBeGreaterThan(0);
        var report = await new LedgerCheck(database).Run();
        report.Fault.ShouldBeNull();
        var recorded = await database.Read((c, t) => c.Query<(string Owner, string Id)>(
            "SELECT w.owner, o.id FROM operation o JOIN wallet_owner w ON w.wallet = o.wallet", transaction: t).Select(row => $"{row.Owner} {row.Id}").ToArray());
        recorded.ShouldBeUnique();
        acknowledged.ShouldBeUnique();
        acknowledged.Except(recorded).ShouldBeEmpty();

        // Every client has insisted on an answer to each call, so that nothing is recorded beyond what was answered either.
        recorded.Except(acknowledged).ShouldBeEmpty();
        var asset = Asset.CreditsOf(Books.Brand);
        report.Balances[(asset, LedgerAccount.Promotions)].ShouldBe(-Wallets * Welcome);
        report.Balances[(asset, LedgerAccount.Held)].ShouldBe(0);
        report.Balances[(asset, LedgerAccount.Revenue)].ShouldBe(acknowledged.Count(id => id.Contains("settle/", StringComparison.Ordinal)));

        async Task Use(UserId owner, Cashier cashier, int client)
        {
            (await Insist(() => cashier.Grant(new CreditGrant("welcome", LotKind.Promotional, Welcome, null)))).ShouldBe(new GrantResult.Granted("lot-1"));
            if (client == 0)
            {
                Acknowledge($"{owner} welcome");
            }

            for (var number = 0; !end.IsCancellationRequested; number++)
            {
                var job = new JobId(Books.Brand, $"j{client}-{number}");
                (await Insist(() => cashier.Hold(job, 2))).ShouldBe(new HoldResult.Held(2));
                Acknowledge($"{owner} {OperationIds.Hold(job)}");
                (await Insist(() => cashier.Capture(job, 1))).ShouldBe(new SettleResult.Settled(1, 1));
                Acknowledge($"{owner} {OperationIds.Settle(job)}");
            }
        }

        void Acknowledge(string id)
        {
            lock (acknowledged)
            {
                acknowledged.Add(id);
            }
        }

        int Count()
        {
            lock (acknowledged)
            {
                return acknowledged.Count;
            }
        }

        async Task<T> Insist<T>(Func<Task<T>> call)
        {
            for (; ; await Task.Delay(20))
            {
                try
                {
                    return await call();
                }
                catch (StorageUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }
    }
}
