using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Darkroom.Storage;

/// <summary>Opens connections to a SQLite file with the settings that durability and forgetting rest on.</summary>
internal static class SqliteConnections
{
    // synchronous=FULL: a commit is on the disk before it is answered (in WAL mode NORMAL would lose the last ones at a power cut).
    // secure_delete: a deleted row's bytes are overwritten, since deleting is a promise here.
    private const string Settings = """
        PRAGMA busy_timeout = 10000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA recursive_triggers = ON;
        PRAGMA trusted_schema = OFF;
        """;

    public static string ConnectionString(string path, bool pooled = false) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = pooled, DefaultTimeout = 30 }.ToString();

    /// <summary>A connection that may write; makes the file when it is missing.</summary>
    public static SqliteConnection OpenForWriting(string path) => Open(path, SqliteOpenMode.ReadWriteCreate, Settings);

    /// <summary>A connection that refuses to write. The file has to exist.</summary>
    public static SqliteConnection OpenForReading(string path) =>
        Open(path, SqliteOpenMode.ReadWrite, "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;");

    /// <summary>Whether the file, the disk or a lock is at fault, and not the statement.</summary>
    public static bool IsOutage(Exception failure) => failure is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL,
    };

    private static SqliteConnection Open(string path, SqliteOpenMode mode, string settings)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = mode, DefaultTimeout = 30 };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = settings;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
