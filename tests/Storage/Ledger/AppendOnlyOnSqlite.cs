namespace Darkroom.Storage.Tests.Ledger;

public sealed class AppendOnlyTestsOnSqlite() : AppendOnlyTests(Engine.Sqlite)
{
    [Theory]
    [InlineData("INSERT OR REPLACE INTO operation SELECT wallet, sequence, id, kind, amount + 1, lot_kind, lot_expires_at, at, reason, chain FROM operation WHERE sequence = 1")]
    [InlineData("INSERT OR REPLACE INTO operation SELECT wallet, sequence + 100, id, kind, amount + 1, lot_kind, lot_expires_at, at, reason, chain FROM operation WHERE sequence = 1")]
    [InlineData("INSERT OR REPLACE INTO transfer SELECT wallet, sequence, leg, asset, source, target, lot, amount + 1 FROM transfer WHERE sequence = 1")]
    [InlineData("INSERT OR REPLACE INTO wallet_head SELECT wallet, asset, 0, chain FROM wallet_head")]
    public Task The_past_cannot_be_replaced(string sql) => ShouldBeRefused(sql);
}
