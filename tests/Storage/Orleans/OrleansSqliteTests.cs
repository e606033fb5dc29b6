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
        await using var database = new TestDatabase(Engine.Sqlite);
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

    [Fact]
    public async Task Who_waits_for_the_file_holds_no_thread_and_none_finds_it_locked()
    {
        await using var database = new TestDatabase(Engine.Sqlite);
        var first = await Open(database);
        await first.ExecuteAsync("CREATE TABLE state (content INTEGER)");
        var writing = await first.BeginTransactionAsync();
        var waiting = Enumerable.Range(0, 200).Select(Write).ToArray();

        // Had each of them taken a thread to wait on, there would be none for this.
        await Task.Run(() => { }).WaitAsync(TimeSpan.FromSeconds(10));
        waiting.ShouldAllBe(write => !write.IsCompleted);
        await writing.CommitAsync();
        await first.DisposeAsync();
        await Task.WhenAll(waiting);

        await using var last = await Open(database);
        (await last.QuerySingleAsync<int>("SELECT COUNT(*) FROM state")).ShouldBe(200);

        async Task Write(int value)
        {
            await using var connection = await Open(database);
            await connection.ExecuteAsync("INSERT INTO state VALUES (@value)", new { value });
        }
    }

    [Fact]
    public async Task A_writer_of_another_process_is_waited_for()
    {
        await using var database = new TestDatabase(Engine.Sqlite);
        await using (var first = await Open(database)) await first.ExecuteAsync("CREATE TABLE state (content INTEGER)");
        await using var other = new SqliteConnection(database.Options.OrleansConnectionString + ";Pooling=False");
        await other.OpenAsync();
        var writing = await other.BeginTransactionAsync();
        await other.ExecuteAsync("INSERT INTO state VALUES (1)", transaction: writing);

        await using var connection = await Open(database);
        var write = Task.Run(() => connection.ExecuteAsync("INSERT INTO state VALUES (2)"));
        write.IsCompleted.ShouldBeFalse();
        await writing.CommitAsync();
        await write;

        (await connection.QuerySingleAsync<int>("SELECT COUNT(*) FROM state")).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_acknowledged_is_on_the_disk()
    {
        await using var database = new TestDatabase(Engine.Sqlite);
        await using var connection = await Open(database);
        (await connection.QuerySingleAsync<long>("PRAGMA synchronous")).ShouldBe(2);
        (await connection.QuerySingleAsync<string>("PRAGMA journal_mode")).ShouldBe("wal");
    }

    private static async Task<DbConnection> Open(TestDatabase database)
    {
        var connection = OrleansSqlite.Instance.CreateConnection();
        connection.ConnectionString = database.Options.OrleansConnectionString;
        await connection.OpenAsync();
        return connection;
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
