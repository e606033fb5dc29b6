using System.Diagnostics;
using Dapper;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Ledger.Forgetting;

/// <summary>A process is killed with SIGKILL in the middle of forgetting, again and again: at every moment the books are right.</summary>
public abstract class SpendingKillTests(Engine engine) : IDisposable
{
    private const int Wallets = 120;
    private const int Jobs = 6;
    private readonly TestFolder folder = new(engine);

    private string KeyPath => Path.Combine(folder.Path, "books-key.pem");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Whatever_was_forgotten_by_then_the_books_are_right_and_the_next_process_goes_on()
    {
        await Spend();
        var lives = new List<long>();
        foreach (var part in new[] { 0.85, 0.6, 0.35, 0.1 })
        {
            await Live(killBelow: (long)(Wallets * Jobs * 2 * part));
            lives.Add(await Details());
            await ShouldBeRight();
        }

        lives.Count(left => left is > 0 and < Wallets * Jobs * 2).ShouldBeGreaterThan(1, $"a process was killed half-way: {string.Join(", ", lives)} details were left");
        await Live(killBelow: -1);
        (await Details()).ShouldBe(0);
        (await ShouldBeRight()).Forgotten.ShouldBe(Wallets * Jobs * 2);
    }

    // Days ago, so that they are over by the clock of the process.
    private async Task Spend()
    {
        new StorageStartup(folder.Storage, TimeProvider.System, NullLogger<StorageStartup>.Instance).Prepare();
        await using var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance);
        var clock = new TestClock(TimeProvider.System.GetUtcNow().AddDays(-4));
        var ledger = new SqlLedger(database);
        for (var round = 0; round < Jobs; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Wallets).Select(async number =>
            {
                var cashier = new Cashier(new UserId(Books.Brand, $"u{number}"), new SpendOrder(["paid", "promotional"]), ledger, clock, RandomSource.System);
                await cashier.Grant(new CreditGrant($"payment/{round}", LotKind.Paid, 5, null));
                var job = new JobId(Books.Brand, $"j{number}-{round}");
                await cashier.Hold(job, 3);
                await cashier.Capture(job, 2);
            }));
            clock.Advance(TimeSpan.FromHours(8));
        }
    }

    private async Task Live(long killBelow)
    {
        string[] words = [typeof(SpendingKillTests).Assembly.Location, SpendingChild.Verb, KeyPath, .. folder.Arguments];
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardError = true })!;
        var complaints = process.StandardError.ReadToEndAsync();
        await using (var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance))
        {
            while (!process.HasExited)
            {
                if (await Details(database) <= killBelow)
                {
                    process.Kill();
                    break;
                }
            }
        }

        await process.WaitForExitAsync();
        (await complaints).ShouldBeEmpty();
    }

    private async Task<long> Details()
    {
        await using var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance);
        return await Details(database);
    }

    private static Task<long> Details(Database database) =>
        database.Read((c, t) => c.ExecuteScalar<long>("SELECT count(*) FROM operation WHERE kind IN ('hold', 'capture', 'release')", transaction: t));

    private async Task<LedgerReport> ShouldBeRight()
    {
        await using var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance);
        using var key = BooksKey.LoadOrMake(KeyPath);
        var report = await new LedgerCheck(database).Run(key);
        report.Fault.ShouldBeNull();
        report.Balances[(SpendingBooks.Asset, LedgerAccount.Wallet)].ShouldBe(Wallets * Jobs * 3);
        report.Balances[(SpendingBooks.Asset, LedgerAccount.Revenue)].ShouldBe(Wallets * Jobs * 2);
        (await new LedgerDays(database, TimeProvider.System).Verify(key)).Fault.ShouldBeNull();
        return report;
    }
}

public sealed class SpendingKillTestsOnSqlite() : SpendingKillTests(Engine.Sqlite);

public sealed class SpendingKillTestsOnPostgres() : SpendingKillTests(Engine.Postgres);
