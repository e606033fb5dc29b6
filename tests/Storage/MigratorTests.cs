using Dapper;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage.Tests;

public sealed class MigratorTests : IDisposable
{
    private static readonly Migration One = new(10, "one", "CREATE TABLE one (id TEXT PRIMARY KEY) STRICT; INSERT INTO one VALUES ('seed');");
    private static readonly Migration Two = new(20, "two", "CREATE TABLE two (id TEXT PRIMARY KEY) STRICT; INSERT INTO one VALUES ('more');");
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-migrator-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Steps_are_applied_once_and_in_order()
    {
        using var connection = Open();
        Apply(connection, One).ShouldBe(1);
        Apply(connection, One, Two).ShouldBe(1);
        Apply(connection, Two, One).ShouldBe(0);
        connection.Query<string>("SELECT id FROM one ORDER BY id").ShouldBe(["more", "seed"]);
    }

    [Fact]
    public void Several_that_start_at_once_apply_each_step_once()
    {
        var steps = Enumerable.Range(1, 20).Select(i => new Migration(i, $"s{i}", $"CREATE TABLE t{i} (id INTEGER PRIMARY KEY);")).ToArray();
        var applied = 0;
        using var barrier = new Barrier(4);
        var starts = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            barrier.SignalAndWait();
            using var connection = Open();
            Interlocked.Add(ref applied, Apply(connection, steps));
        })).ToArray();
        Array.ForEach(starts, thread => thread.Start());
        Array.ForEach(starts, thread => thread.Join());
        applied.ShouldBe(20);
    }

    [Fact]
    public void A_step_that_fails_leaves_nothing_of_itself()
    {
        using var connection = Open();
        var broken = new Migration(20, "broken", "CREATE TABLE half (id TEXT); INSERT INTO nowhere VALUES (1);");
        Should.Throw<SqliteException>(() => Apply(connection, One, broken));
        connection.Query<string>("SELECT name FROM sqlite_schema WHERE name = 'half'").ShouldBeEmpty();
        Apply(connection, One, Two).ShouldBe(1);
    }

    [Fact]
    public void A_newer_schema_is_refused()
    {
        using var connection = Open();
        Apply(connection, One, Two);
        Should.Throw<SchemaException>(() => Apply(connection, One)).Message.ShouldContain("newer version");
    }

    [Fact]
    public void A_step_that_was_edited_after_it_was_applied_is_refused()
    {
        using var connection = Open();
        Apply(connection, One);
        Should.Throw<SchemaException>(() => Apply(connection, One with { Sql = "CREATE TABLE other (id TEXT);" }, Two))
            .Message.ShouldContain("another text");
        connection.Query<string>("SELECT name FROM sqlite_schema WHERE name = 'two'").ShouldBeEmpty();
    }

    [Fact]
    public void A_step_that_slips_in_below_an_applied_one_is_refused()
    {
        using var connection = Open();
        Apply(connection, new Migration(20, "only", "CREATE TABLE only_one (id TEXT);"));
        Should.Throw<SchemaException>(() => Apply(connection, One, new Migration(20, "only", "CREATE TABLE only_one (id TEXT);")))
            .Message.ShouldContain("never applied");
    }

    [Fact]
    public void Two_steps_with_one_number_are_refused() =>
        Should.Throw<SchemaException>(() => Migration.Ordered([One, new Migration(10, "twin", "SELECT 1;")]));

    [Fact]
    public void The_settings_that_durability_and_forgetting_rest_on_are_in_force()
    {
        using var connection = Open();
        connection.ExecuteScalar<string>("PRAGMA journal_mode").ShouldBe("wal");
        connection.ExecuteScalar<long>("PRAGMA synchronous").ShouldBe(2);
        connection.ExecuteScalar<long>("PRAGMA secure_delete").ShouldBe(1);
        connection.ExecuteScalar<long>("PRAGMA foreign_keys").ShouldBe(1);
    }

    private SqliteConnection Open() => SqliteConnections.OpenForWriting(Path.Combine(folder, "test.db"));

    private static int Apply(SqliteConnection connection, params Migration[] steps) =>
        new Migrator(Migration.Ordered(steps), TimeProvider.System).Apply(connection).Count;
}
