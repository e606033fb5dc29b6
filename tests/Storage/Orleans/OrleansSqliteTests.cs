using System.Data.Common;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Storage.Tests;

/// <summary>The connections that Orleans' providers get.</summary>
public sealed class OrleansSqliteTests
{
    [Fact]
    [Trait("Clause", "NAN-08")]
    public async Task What_a_grain_clears_is_overwritten_in_the_file()
    {
        await using var database = new TestDatabase();
        new ServiceCollection().AddDarkroomStorage(database.Options);
        var factory = DbProviderFactories.GetFactory(StorageServices.OrleansInvariant);
        var canary = "canary-" + new string('x', 2_000);
        for (var round = 0; round < 2; round++)
        {
            // The second connection is the first one's, from the pool.
            await using var connection = factory.CreateConnection()!;
            connection.ConnectionString = database.Options.OrleansConnectionString;
            await connection.OpenAsync();
            (await connection.QuerySingleAsync<long>("PRAGMA secure_delete")).ShouldBe(1);
            await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS state (content TEXT); INSERT INTO state VALUES (@canary)", new { canary });
            (await Holds(database, canary)).ShouldBeTrue();
            await connection.ExecuteAsync("DELETE FROM state");
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            (await Holds(database, canary)).ShouldBeFalse();
        }

        SqliteConnection.ClearAllPools();
    }

    private static async Task<bool> Holds(TestDatabase database, string canary)
    {
        foreach (var path in Directory.GetFiles(database.Options.DataFolder, "orleans.db*"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
