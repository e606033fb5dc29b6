using System.Data.Common;
using Dapper;
using Darkroom.Storage.Tests.Postgres;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>Books that were written before there were clawbacks.</summary>
public abstract class LedgerUpgradeTests(Engine engine) : IDisposable
{
    private const int Clawbacks = 70;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);
    private static readonly SpendOrder Order = new(["promotional", "paid"]);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-upgrade-");
    private readonly string? shared = engine == Engine.Postgres ? SharedServer.NewEmptyDatabase() : null;
    private readonly List<Operation> history = [];
    private Wallet wallet = Wallet.Empty(new WalletId("w0"), Asset.CreditsOf(Books.Brand));

    public void Dispose()
    {
        folder.Delete(recursive: true);
        if (shared is not null)
        {
            SharedServer.Remove(shared);
        }
    }

    [Fact]
    public async Task Are_whole_after_the_step_and_their_spent_and_expired_lots_can_be_clawed_back()
    {
        Add(recorded => wallet.Grant(new CreditGrant("payment/1", LotKind.Paid, 10, null), Now, recorded));
        Add(recorded => wallet.Grant(new CreditGrant("payment/2", LotKind.Paid, 8, Now.AddDays(1)), Now, recorded));
        Add(recorded => wallet.Hold(Books.Job(1), 12, Order, Now, recorded));
        Add(recorded => wallet.Capture(Books.Job(1), 12, Now, recorded));
        Add(recorded => wallet.Hold(Books.Job(2), 1, Order, Now, recorded));
        Add(recorded => wallet.Release(Books.Job(2), Now.AddDays(2), recorded));
        Add(recorded => wallet.Grant(new CreditGrant("payment/3", LotKind.Paid, 4, Now.AddDays(2)), Now, recorded));
        Add(_ => wallet.Expire(Now.AddDays(2)));
        Add(recorded => wallet.Hold(Books.Job(3), 5, Order, Now, recorded));

        var steps = Migration.In($"Schema/{engine}");
        Apply([.. steps.Where(step => step.Number < Clawbacks)]);
        Execute(WriteAsBefore);
        Apply(steps);

        await using var database = StorageServices.OpenDatabase(new StorageOptions { DataFolder = folder.FullName, Database = shared }, NullLogger.Instance);
        (await new LedgerCheck(database).Run()).Fault.ShouldBeNull();
        var cashier = new Cashier(Books.Anna, Order, new SqlLedger(database), new TestClock(Now.AddDays(3)), RandomSource.System);
        (await cashier.Claw(new CreditClawback("refund/2", "payment/2", ClawbackKind.Refund, 8))).ShouldBe(new ClawbackResult.Reclaimed(0, 8));
        (await cashier.Claw(new CreditClawback("refund/3", "payment/3", ClawbackKind.Refund, 4))).ShouldBe(new ClawbackResult.Reclaimed(0, 0));
        (await cashier.Claw(new CreditClawback("refund/1", "payment/1", ClawbackKind.Refund, 10))).ShouldBe(new ClawbackResult.Reclaimed(1, 9));
        (await cashier.Capture(Books.Job(3), 5)).ShouldBe(new SettleResult.Settled(5, 0));
        (await new LedgerCheck(database).Run()).Fault.ShouldBeNull();
    }

    private void Add<T>(Func<Dictionary<string, Operation>, Decision<T>> decide)
    {
        var decision = decide(history.ToDictionary(operation => operation.Id));
        history.AddRange(decision.Operations);
        wallet = decision.After;
    }

    private void Apply(IReadOnlyList<Migration> steps) => Execute(connection => new Migrator(steps, TimeProvider.System, $"{engine}").Apply(connection));

    private void Execute(Action<DbConnection> work)
    {
        using DbConnection connection = shared is null
            ? SqliteConnections.OpenForWriting(Path.Combine(folder.FullName, "darkroom.db")) : PostgresConnections.OpenForMigrating(shared);
        work(connection);
    }

    private void WriteAsBefore(DbConnection connection)
    {
        connection.Execute("INSERT INTO asset (name) VALUES (@Name)", wallet.Asset);
        var chain = LedgerChain.Start(wallet.Id, wallet.Asset);
        connection.Execute("INSERT INTO wallet_head (wallet, asset, sequence, chain) VALUES ('w0', @asset, 0, @chain)", new { asset = wallet.Asset.Name, chain = chain.ToArray() });
        connection.Execute("INSERT INTO wallet_owner (owner, wallet) VALUES (@owner, 'w0')", new { owner = Books.Anna.ToString() });
        foreach (var operation in history)
        {
            chain = LedgerChain.Next(chain, operation);
            connection.Execute(
                "INSERT INTO operation (wallet, sequence, id, kind, amount, lot_kind, lot_expires_at, at, chain) VALUES ('w0', @Sequence, @Id, @kind, @Amount, @lotKind, @lotExpiresAt, @at, @chain)",
                new
                {
                    operation.Sequence,
                    operation.Id,
                    kind = operation.Kind.Name(),
                    operation.Amount,
                    lotKind = operation.Lot?.Kind.Name(),
                    lotExpiresAt = operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds(),
                    at = operation.At.ToUnixTimeMilliseconds(),
                    chain = chain.ToArray(),
                });
            connection.Execute(
                "INSERT INTO transfer (wallet, sequence, leg, asset, source, target, lot, amount) VALUES ('w0', @Sequence, @leg, @asset, @source, @target, @Lot, @Amount)",
                operation.Legs.Select((leg, i) => new { operation.Sequence, leg = i, asset = wallet.Asset.Name, source = leg.Source.Name(), target = leg.Target.Name(), leg.Lot, leg.Amount }));
        }

        connection.Execute("UPDATE wallet_head SET sequence = @Sequence, chain = @chain", new { wallet.Sequence, chain = chain.ToArray() });
        connection.Execute(
            "INSERT INTO wallet_hold (wallet, job, sequence, amount, at) VALUES ('w0', @job, @Sequence, @Amount, @at)",
            wallet.Holds.Values.Select(hold => new { job = hold.Job.ToString(), hold.Sequence, hold.Amount, at = hold.At.ToUnixTimeMilliseconds() }));
    }
}

public sealed class LedgerUpgradeTestsOnSqlite() : LedgerUpgradeTests(Engine.Sqlite);

public sealed class LedgerUpgradeTestsOnPostgres() : LedgerUpgradeTests(Engine.Postgres);
