using Dapper;
using Darkroom.Storage.Keys;
using Npgsql;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>What 'darkroom migrate' does, and what silos refuse to start on.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string database = SharedServer.NewEmptyDatabase();
    private readonly string keys = SharedServer.NewEmptyDatabase();

    private StorageOptions Storage => new() { Database = database };

    private VaultOptions Vault => new("") { KeysDatabase = keys };

    public void Dispose()
    {
        SharedServer.Remove(database);
        SharedServer.Remove(keys);
    }

    [Fact]
    public async Task Several_that_start_at_once_apply_each_step_once_and_again_is_nothing()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => (
            Ours: StorageMigration.Apply(Storage, TimeProvider.System), Keys: StorageMigration.ApplyKeys(Vault, TimeProvider.System)))));

        starts.SelectMany(start => start.Ours).Select(step => (step.Store, step.Number)).ShouldBe(
            [("database", 10), ("database", 20), ("database", 30), ("database", 40), ("database", 50), ("database", 60), ("database", 70), ("database", 80), ("database", 85), ("database", 90), ("database", 95), ("database", 97)], ignoreOrder: true);
        starts.SelectMany(start => start.Keys).Select(step => (step.Store, step.Number)).ShouldBe([("keys", 1)]);
        StorageMigration.Apply(Storage, TimeProvider.System).ShouldBeEmpty();
        StorageMigration.ApplyKeys(Vault, TimeProvider.System).ShouldBeEmpty();
        StorageMigration.Verify(Storage, TimeProvider.System);
        StorageMigration.VerifyKeys(keys, TimeProvider.System);
    }

    [Fact]
    public void A_step_that_fails_leaves_nothing_of_itself()
    {
        using var connection = PostgresConnections.OpenForMigrating(database);
        Migration[] steps = [new(10, "one", "CREATE TABLE one (id INT)"), new(20, "half", "CREATE TABLE half (id INT); INSERT INTO nowhere VALUES (1)")];
        Should.Throw<PostgresException>(() => new Migrator(steps, TimeProvider.System, "Postgres").Apply(connection));

        connection.ExecuteScalar<bool>("SELECT to_regclass('half') IS NULL AND to_regclass('one') IS NOT NULL").ShouldBeTrue();
        new Migrator([steps[0], new(20, "whole", "CREATE TABLE whole (id INT)")], TimeProvider.System, "Postgres").Apply(connection)
            .ShouldHaveSingleItem().Name.ShouldBe("whole");
    }

    [Fact]
    public void An_empty_database_is_no_reason_to_make_tables_at_a_silos_start_but_to_say_what_to_do()
    {
        Should.Throw<SchemaException>(() => StorageMigration.Verify(Storage, TimeProvider.System)).Message.ShouldContain("darkroom migrate");
        Should.Throw<SchemaException>(() => StorageMigration.VerifyKeys(keys, TimeProvider.System)).Message.ShouldContain("darkroom migrate");
        Query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ShouldBe(0);
    }

    [Fact]
    public void A_newer_schema_and_an_edited_step_are_refused_by_both()
    {
        StorageMigration.Apply(Storage, TimeProvider.System);
        Query("INSERT INTO schema_history VALUES (999, 'later', 'x', 0) RETURNING number");
        Should.Throw<SchemaException>(() => StorageMigration.Apply(Storage, TimeProvider.System)).Message.ShouldContain("newer version");
        Should.Throw<SchemaException>(() => StorageMigration.Verify(Storage, TimeProvider.System)).Message.ShouldContain("newer version");

        Query("DELETE FROM schema_history WHERE number = 999 RETURNING number");
        Query("UPDATE schema_history SET sha256 = 'other' WHERE number = 20 RETURNING number");
        Should.Throw<SchemaException>(() => StorageMigration.Apply(Storage, TimeProvider.System)).Message.ShouldContain("another text");
        Should.Throw<SchemaException>(() => StorageMigration.Verify(Storage, TimeProvider.System)).Message.ShouldContain("another text");
    }

    [Fact]
    public void Keys_and_everything_else_in_one_database_are_refused_whichever_came_first()
    {
        StorageMigration.Apply(Storage, TimeProvider.System);
        StorageMigration.ApplyKeys(Vault, TimeProvider.System);
        Should.Throw<SchemaException>(() => StorageMigration.ApplyKeys(Vault with { KeysDatabase = database }, TimeProvider.System)).Message.ShouldContain("DARKROOM_KEYS_DATABASE");
        Should.Throw<SchemaException>(() => StorageMigration.Apply(new StorageOptions { Database = keys }, TimeProvider.System)).Message.ShouldContain("DARKROOM_KEYS_DATABASE");
        Should.Throw<SchemaException>(() => StorageMigration.VerifyKeys(database, TimeProvider.System)).Message.ShouldContain("DARKROOM_KEYS_DATABASE");
    }

    [Fact]
    public void A_database_that_does_not_answer_is_said_to_be_away()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(database) { Port = 1 }.ToString();
        Should.Throw<StorageUnavailableException>(() => StorageMigration.Apply(new StorageOptions { Database = nowhere }, TimeProvider.System));
        Should.Throw<StorageUnavailableException>(() => StorageMigration.Verify(new StorageOptions { Database = nowhere }, TimeProvider.System));
    }

    [Theory]
    [InlineData("nonsense", 32, "DARKROOM_DATABASE ")]
    [InlineData("Username=x;Database=y;Password=secret", 32, "DARKROOM_DATABASE ")]
    [InlineData("Host=x;Password=secret", 32, "DARKROOM_DATABASE ")]
    [InlineData("Host=x;Database=y;Timeout=soon;Password=secret", 32, "DARKROOM_DATABASE ")]
    [InlineData("Host=x;Database=y", 6, "DARKROOM_DATABASE_CONNECTIONS")]
    public void A_setting_that_cannot_work_is_refused_by_its_name_and_not_repeated(string text, int connections, string variable)
    {
        var fault = Should.Throw<ArgumentException>(new StorageOptions { Database = text, DatabaseConnections = connections }.Validate);
        fault.Message.ShouldContain(variable);
        fault.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public void What_Orleans_gets_is_what_is_left_of_the_connections_and_durable()
    {
        var given = new NpgsqlConnectionStringBuilder(new StorageOptions { Database = database, DatabaseConnections = 20, Readers = 4 }.OrleansConnectionString);
        given.MaxPoolSize.ShouldBe(15);
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(given.ToString()) { Pooling = false }.ToString());
        SharedServer.Administer("ALTER ROLE darkroom SET synchronous_commit = off", database);
        try
        {
            connection.ExecuteScalar<string>("SHOW synchronous_commit").ShouldBe("on");
        }
        finally
        {
            SharedServer.Administer("ALTER ROLE darkroom RESET synchronous_commit", database);
        }
    }

    private long Query(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString());
        return connection.ExecuteScalar<long>(sql);
    }
}
