using Dapper;
using Darkroom.Drivers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>The server goes away and comes back, in the ways that servers do.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private PostgresServer server = null!;
    private string connectionString = "";
    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.Start();
        connectionString = await server.CreateDatabase("ours");
        database = new PostgresDatabase(connectionString, new StorageOptions(), NullLogger.Instance);
        await database.Write((c, t) => { c.Execute("CREATE TABLE note (id INT PRIMARY KEY)", transaction: t); });
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_acknowledged_write_is_there_once_however_often_the_server_is_killed()
    {
        var acknowledged = new List<int>();
        var unsure = 0;
        for (var kill = 0; kill < 3; kill++)
        {
            var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
            {
                for (var i = 0; ; i++)
                {
                    var id = (kill * 1_000_000) + (writer * 100_000) + i;
                    try
                    {
                        await Insert(id);
                    }
                    catch (StorageUnavailableException)
                    {
                        Interlocked.Increment(ref unsure);
                        return;
                    }

                    lock (acknowledged)
                    {
                        acknowledged.Add(id);
                    }
                }
            })).ToArray();
            var before = kill == 0 ? 0 : acknowledged.Count;
            await Eventually.Is(() => Task.FromResult(Count() > before + 100), true);
            await server.Kill();
            await Task.WhenAll(writers);
            await Should.ThrowAsync<StorageUnavailableException>(Notes());
            await server.Restart();

            // The pools hold connections that are dead; nobody has to notice.
            var notes = await Notes();
            notes.ShouldBeUnique();
            acknowledged.Except(notes).ShouldBeEmpty();
            await Insert(-1 - kill);
        }

        unsure.ShouldBe(24);

        int Count()
        {
            lock (acknowledged)
            {
                return acknowledged.Count;
            }
        }
    }

    [Fact]
    public async Task Connections_that_an_administrator_ends_are_replaced_and_reads_do_not_notice()
    {
        await Insert(1);
        (await Notes()).ShouldBe([1]);
        await server.Administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'darkroom'");
        (await Notes()).ShouldBe([1]);
        await Should.ThrowAsync<StorageUnavailableException>(Insert(2));
        await Insert(3);
        (await Notes()).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_any_more_is_left_for_the_one_that_does()
    {
        await Insert(1);
        var failing = Should.ThrowAsync<StorageUnavailableException>(database.Write<int>(
            (_, _) => throw new PostgresException("cannot execute INSERT in a read-only transaction", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction)));
        await failing;
        var writers = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'darkroom' AND datname = 'ours'";
        await Insert(2);

        // A new connection, and the old one is not kept beside it.
        (await database.Read((c, t) => c.ExecuteScalar<long>(writers, transaction: t))).ShouldBe(2);
    }

    [Fact]
    public async Task A_standby_is_refused_and_of_several_hosts_the_primary_is_found()
    {
        await Insert(1);
        await using var standby = await PostgresServer.StartStandby(server);
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Port = standby.Port }.ToString();
        await using (var stale = new PostgresDatabase(alone, new StorageOptions(), NullLogger.Instance))
        {
            await Should.ThrowAsync<StorageUnavailableException>(stale.Read((c, t) => c.ExecuteScalar<long>("SELECT count(*) FROM note", transaction: t)));
            await Should.ThrowAsync<StorageUnavailableException>(stale.Write((c, t) => c.Execute("INSERT INTO note VALUES (9)", transaction: t)));
        }

        var both = new NpgsqlConnectionStringBuilder(connectionString) { Host = $"127.0.0.1:{standby.Port},127.0.0.1:{server.Port}" }.ToString();
        await using var cluster = new PostgresDatabase(both, new StorageOptions(), NullLogger.Instance);
        await cluster.Write((c, t) => { c.Execute("INSERT INTO note VALUES (2)", transaction: t); });
        await standby.CatchUp(server);

        // The primary dies and the standby takes over: the same object goes on.
        await server.Kill();
        await Should.ThrowAsync<StorageUnavailableException>(cluster.Write((c, t) => c.Execute("INSERT INTO note VALUES (3)", transaction: t)));
        await standby.Promote();
        await Eventually.Is(() => Try(() => cluster.Write((c, t) => c.Execute("INSERT INTO note VALUES (4) ON CONFLICT DO NOTHING", transaction: t))), true);
        (await cluster.Read((c, t) => c.Query<int>("SELECT id FROM note ORDER BY id", transaction: t).ToArray())).ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task A_process_never_has_more_connections_than_it_may()
    {
        var most = 0L;
        var reads = Enumerable.Range(0, 60).Select(_ => database.Read((c, t) => c.ExecuteScalar<long>(
            "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01) WHERE usename = 'darkroom' AND datname = 'ours'", transaction: t)));
        foreach (var count in await Task.WhenAll(reads))
        {
            most = Math.Max(most, count);
        }

        most.ShouldBe(new StorageOptions().Readers + 1);
    }

    private Task<int> Insert(int id) => database.Write((c, t) => c.Execute("INSERT INTO note (id) VALUES (@id)", new { id }, t));

    private Task<int[]> Notes() => database.Read((c, t) => c.Query<int>("SELECT id FROM note ORDER BY id", transaction: t).ToArray());

    private static async Task<bool> Try(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
