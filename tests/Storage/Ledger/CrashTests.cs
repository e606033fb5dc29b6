using System.Diagnostics;
using Dapper;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>A real process with the real database, killed with SIGKILL while it works.</summary>
public abstract class CrashTests(Engine engine) : IDisposable
{
    private readonly TestFolder folder = new(engine);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_once_however_often_the_process_is_killed()
    {
        var random = new Random(20260501);
        var acknowledged = new HashSet<string>();
        for (var life = 0; life < 6; life++)
        {
            // Counted in new answers and not in time, so that each life gets further than the one before.
            await Live(acknowledged, killAfter: random.Next(20, 200));
            await EverythingAcknowledgedIsThere(acknowledged);
        }

        await Live(acknowledged, killAfter: int.MaxValue);
        acknowledged.ShouldContain(CrashWorker.Done);
        var report = await EverythingAcknowledgedIsThere(acknowledged);
        report.Operations.ShouldBe(CrashWorker.Wallets * (1 + (3 * CrashWorker.Jobs)));
        report.Balances[(new Asset("credits/test"), LedgerAccount.Revenue)].ShouldBe(
            CrashWorker.Wallets * Enumerable.Range(0, CrashWorker.Jobs).Sum(job => CrashWorker.Plan(job).Captured ?? 0));
        report.Balances[(new Asset("credits/test"), LedgerAccount.Held)].ShouldBe(0);
        report.Balances[(new Asset("credits/test"), LedgerAccount.Promotions)].ShouldBe(-CrashWorker.Wallets * CrashWorker.Welcome);
        report.Balances[(new Asset("credits/test"), LedgerAccount.DeferredRevenue)].ShouldBe(-CrashWorker.Wallets * CrashWorker.Jobs * CrashWorker.TopUp);
    }

    private async Task Live(HashSet<string> acknowledged, int killAfter)
    {
        string[] words = [typeof(CrashTests).Assembly.Location, CrashWorker.Verb, .. folder.Arguments];
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = process.StandardError.ReadToEndAsync();
        var news = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            news += acknowledged.Add(line) ? 1 : 0;
            if (news == killAfter)
            {
                // SIGKILL on Linux. What is still in the pipe was acknowledged too.
                process.Kill();
                killAfter = -1;
            }
        }

        await process.WaitForExitAsync();
        (await complaints).ShouldBeEmpty();
    }

    private async Task<LedgerReport> EverythingAcknowledgedIsThere(HashSet<string> acknowledged)
    {
        await using var database = StorageServices.OpenDatabase(folder.Storage, NullLogger.Instance);
        var report = await new LedgerCheck(database).Run();
        report.Fault.ShouldBeNull();
        var recorded = await database.Read((c, t) => c.Query<(string Owner, string Id)>(
            "SELECT w.owner, o.id FROM operation o JOIN wallet_owner w ON w.wallet = o.wallet", transaction: t).ToArray());
        var names = recorded.Select(operation => $"{operation.Owner["test/u".Length..]} {operation.Id}").ToArray();
        names.ShouldBeUnique();
        acknowledged.Where(line => line != CrashWorker.Done).Except(names).ShouldBeEmpty();
        return report;
    }
}

public sealed class CrashTestsOnSqlite() : CrashTests(Engine.Sqlite);

public sealed class CrashTestsOnPostgres() : CrashTests(Engine.Postgres);
