using System.Data.Common;
using Dapper;
using Darkroom.Storage.Tests.Postgres;
using Npgsql;

namespace Darkroom.Storage.Tests.Ledger;

public sealed class AppendOnlyTestsOnPostgres() : AppendOnlyTests(Engine.Postgres)
{
    [Theory]
    [InlineData("INSERT INTO operation SELECT wallet, sequence, id || 'x', kind, amount + 1, lot_kind, lot_expires_at, at, chain FROM operation WHERE sequence = 1 ON CONFLICT (wallet, sequence) DO UPDATE SET amount = 7")]
    [InlineData("TRUNCATE transfer")]
    [InlineData("TRUNCATE transfer, operation CASCADE")]
    [InlineData("TRUNCATE wallet_head CASCADE")]
    public Task The_past_cannot_be_replaced(string sql) => ShouldBeRefused(sql);

    protected override bool IsRefusal(DbException failure) => failure is PostgresException { SqlState: PostgresErrorCodes.RaiseException };

    protected override async Task Around(string sql)
    {
        // Replication's own way past triggers and foreign keys; superusers may use it.
        var database = await Books.Database.Read((c, t) => ((NpgsqlConnection)c).ConnectionString);
        SharedServer.Administer("SET session_replication_role = replica; " + sql, database);
    }
}
