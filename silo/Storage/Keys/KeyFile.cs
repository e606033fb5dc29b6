using System.Data;
using Dapper;
using Darkroom.Storage.Objects;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage.Keys;

/// <summary>Opens the file of the key store with the settings that destruction rests on.</summary>
internal static class KeyFile
{
    // temp_store: no copies of pages in temporary files.
    private const string Settings = """
        PRAGMA busy_timeout = 3000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
        """;

    /// <summary>
    /// Writes the log into the file and cuts the log to nothing. A log makes new keys cheap (one flush), but it keeps old pages, and with them
    /// what they held, until it is written over: so a destroyed key is gone only after this.
    /// </summary>
    /// <returns>False when another program is reading the file, and the log had to stay.</returns>
    public static bool TryCutLog(IDbConnection connection) => connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;

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
            connection.Execute(Settings);
            new Migrator(Migration.In("Keys/Schema/Sqlite"), time).Apply(connection);

            // A crash may have come between a destruction and its cut. If this one fails, nothing is lost: the destruction was
            // not answered, so that it is repeated, and does not end without a cut.
            TryCutLog(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
