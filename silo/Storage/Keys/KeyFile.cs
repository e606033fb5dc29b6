using Darkroom.Storage.Objects;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage.Keys;

/// <summary>Opens the file of the key store with the settings that destruction rests on.</summary>
internal static class KeyFile
{
    // A rollback journal that is cut to nothing at every commit, not a write-ahead log: a log would keep a destroyed key's page
    // until somebody comes round to overwriting it. FULL flushes that cut too. temp_store: no copies of pages in temporary files.
    private const string Settings = """
        PRAGMA busy_timeout = 10000;
        PRAGMA journal_mode = TRUNCATE;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
        """;

    /// <summary>Opens the file, makes it where it is missing (readable by its owner only), and brings it to this program's schema.</summary>
    public static SqliteConnection Open(string path, TimeProvider time)
    {
        if (!File.Exists(path))
        {
            PrivateFiles.Make(path).Dispose();
        }

        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
            new Migrator(Migration.In("Keys/Schema"), time).Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
