using System.Data.Common;
using Dapper;
using Darkroom.Storage.Tests.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>Changing what must not change, and what the database says to it.</summary>
internal static class Tampering
{
    /// <summary>Whether a trigger or constraint said no, and not something else.</summary>
    public static bool IsRefusal(DbException failure) => failure is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT }
        or PostgresException { SqlState: PostgresErrorCodes.RaiseException };

    /// <summary>What somebody does who has the database in his hands: he drops whatever protects it.</summary>
    public static async Task Around(Database database, string sql)
    {
        if (await database.Read((c, t) => (c as NpgsqlConnection)?.ConnectionString) is { } shared)
        {
            // Replication's own way past triggers and foreign keys; superusers may use it.
            SharedServer.Administer("SET session_replication_role = replica; " + sql, shared);
            return;
        }

        var path = await database.Read((c, t) => c.QuerySingle<string>("SELECT file FROM pragma_database_list WHERE name = 'main'", transaction: t));
        using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = false }.ToString());
        file.Open();
        foreach (var trigger in file.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").ToArray())
        {
            file.Execute($"DROP TRIGGER {trigger}");
        }

        file.Execute(sql).ShouldBeGreaterThan(0);
    }
}
