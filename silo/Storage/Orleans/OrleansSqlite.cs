using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage;

/// <summary>
/// The SQLite that Orleans' providers open. They cannot be told to run a statement on each connection, and a connection string
/// has no word for it, so the connection itself sees to it that a cleared state is overwritten and not merely unlinked: an
/// erased account must not live on in free pages. Thread-safe.
/// </summary>
internal sealed class OrleansSqlite : DbProviderFactory
{
    public static OrleansSqlite Instance { get; } = new();

    public override DbConnection CreateConnection() => new Connection();

    public override DbCommand CreateCommand() => SqliteFactory.Instance.CreateCommand();

    public override DbParameter CreateParameter() => SqliteFactory.Instance.CreateParameter();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => SqliteFactory.Instance.CreateConnectionStringBuilder();

    private sealed class Connection : SqliteConnection
    {
        public override void Open()
        {
            base.Open();
            using var command = CreateCommand();
            command.CommandText = "PRAGMA secure_delete = ON";
            command.ExecuteNonQuery();
        }
    }
}
