using Darkroom.Drivers;
using Darkroom.Storage.Keys;
using Npgsql;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>
/// One PostgreSQL for all tests that do not harm it, started by the first that asks and gone with this process. Each test gets databases of
/// its own, copied from ones that were migrated once.
/// </summary>
internal static class SharedServer
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(() => Task.Run(Start));
    private static int made;

    // It is never killed, so that nothing has to reach the disk; and every test makes and drops databases, which costs flushes.
    private static readonly Dictionary<string, string> Settings = new() { ["max_connections"] = "400", ["fsync"] = "off" };

    /// <summary>A new database with the whole schema; its connection string.</summary>
    public static string NewDatabase() => New("template_ours");

    /// <summary>A new key database.</summary>
    public static string NewKeysDatabase() => New("template_keys");

    /// <summary>A new database with nothing in it.</summary>
    public static string NewEmptyDatabase() => New(null);

    /// <summary>Removes a database and ends whoever is still connected to it.</summary>
    public static void Remove(string connectionString)
    {
        using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        Run(server => server.Administer($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"));
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public static void Administer(string sql, string connectionString) =>
        Run(server => server.Administer(sql, new NpgsqlConnectionStringBuilder(connectionString).Database!));

    private static string New(string? template)
    {
        var name = $"test_{Interlocked.Increment(ref made)}";
        var connectionString = "";
        Run(async server => connectionString = await server.CreateDatabase(name, template));
        return connectionString;
    }

    // Tests wait here with the thread that their own continuations may need: the work must not need it too.
    private static void Run(Func<PostgresServer, Task> work) => Task.Run(async () => await work(await Started.Value)).GetAwaiter().GetResult();

    private static async Task<PostgresServer> Start()
    {
        var server = await PostgresServer.Start(new() { Settings = Settings });
        server.EndAfter(Environment.ProcessId);
        var ours = await server.CreateDatabase("template_ours");
        StorageMigration.Apply(new StorageOptions { Database = ours }, TimeProvider.System);
        var keys = await server.CreateDatabase("template_keys");
        StorageMigration.ApplyKeys(new VaultOptions("") { KeysDatabase = keys }, TimeProvider.System);
        return server;
    }
}
