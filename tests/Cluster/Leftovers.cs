using Darkroom.Drivers;
using Darkroom.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Darkroom.Cluster.Tests;

/// <summary>What must not be there once every job has ended: read from the stopped server's own files.</summary>
internal static class Leftovers
{
    /// <summary>Stops the server in an orderly way and looks.</summary>
    public static async Task ShouldBeNone(ServerProcess server, ITestOutputHelper log)
    {
        (await server.Interrupt()).ShouldBe(0, "an orderly stop ends with 0");
        await BooksAddUp(server.DataFolder, log);

        using var database = new SqliteConnection($"Data Source={Path.Combine(server.DataFolder, "darkroom.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        Count(database, "SELECT count(*) FROM job WHERE status IN ('receiving', 'queued', 'running')").ShouldBe(0, "nothing is stuck");
        Count(database, "SELECT count(*) FROM wallet_hold").ShouldBe(0, "no hold without a job under way");
        Count(database,
            "SELECT count(*) FROM retained r JOIN job j ON j.id = r.job WHERE r.kind = 'input' AND r.forgotten_at IS NULL AND j.finished_at IS NOT NULL")
            .ShouldBe(0, "inputs are forgotten when their job has ended");
        EveryObjectHasARow(server.DataFolder, database);
    }

    private static async Task BooksAddUp(string dataFolder, ITestOutputHelper log)
    {
        var services = new ServiceCollection().AddLogging().AddDarkroomStorage(new StorageOptions { DataFolder = dataFolder });
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<LedgerCheck>().Run();
        log.WriteLine($"{report.Wallets} wallets, {report.Operations} operations, {report.Transfers} transfers");
        report.Fault.ShouldBeNull();
        report.Operations.ShouldBeGreaterThan(0);
    }

    private static void EveryObjectHasARow(string dataFolder, SqliteConnection database)
    {
        var held = new HashSet<string>();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT name FROM retained WHERE forgotten_at IS NULL";
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                held.Add(reader.GetString(0));
            }
        }

        var files = Directory.EnumerateFiles(Path.Combine(dataFolder, "objects"), "*", SearchOption.AllDirectories).ToList();
        files.ShouldNotBeEmpty("results wait to be fetched");
        files.Where(file => !held.Contains(Path.GetFileName(file))).ShouldBeEmpty("an object without a row is an orphan");
    }

    private static long Count(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
