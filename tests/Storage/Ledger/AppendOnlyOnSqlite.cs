using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage.Tests.Ledger;

public sealed class AppendOnlyTestsOnSqlite() : AppendOnlyTests(Engine.Sqlite)
{
    [Theory]
    [InlineData("INSERT OR REPLACE INTO operation SELECT wallet, sequence, id, kind, amount + 1, lot_kind, lot_expires_at, at, chain FROM operation WHERE sequence = 1")]
    [InlineData("INSERT OR REPLACE INTO operation SELECT wallet, sequence + 100, id, kind, amount + 1, lot_kind, lot_expires_at, at, chain FROM operation WHERE sequence = 1")]
    [InlineData("INSERT OR REPLACE INTO transfer SELECT wallet, sequence, leg, asset, source, target, lot, amount + 1 FROM transfer WHERE sequence = 1")]
    [InlineData("INSERT OR REPLACE INTO wallet_head SELECT wallet, asset, 0, chain FROM wallet_head")]
    public Task The_past_cannot_be_replaced(string sql) => ShouldBeRefused(sql);

    protected override bool IsRefusal(DbException failure) => failure is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT };

    protected override async Task Around(string sql)
    {
        var path = await Books.Database.Read((c, t) => c.QuerySingle<string>("SELECT file FROM pragma_database_list WHERE name = 'main'", transaction: t));
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = false }.ToString());
        connection.Open();
        foreach (var trigger in connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").ToArray())
        {
            connection.Execute($"DROP TRIGGER {trigger}");
        }

        connection.Execute(sql).ShouldBeGreaterThan(0);
    }
}
