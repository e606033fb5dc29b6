namespace Darkroom.Storage.Tests.Ledger;

public sealed class AppendOnlyTestsOnPostgres() : AppendOnlyTests(Engine.Postgres)
{
    [Theory]
    [InlineData("INSERT INTO operation SELECT wallet, sequence, id || 'x', kind, amount + 1, lot_kind, lot_expires_at, at, chain FROM operation WHERE sequence = 1 ON CONFLICT (wallet, sequence) DO UPDATE SET amount = 7")]
    [InlineData("INSERT INTO transfer SELECT wallet, sequence + 9, leg, asset, source, target, lot, amount FROM transfer WHERE sequence = 1")]
    [InlineData("INSERT INTO operation SELECT 'w0', 1, id, kind, amount, lot_kind, lot_expires_at, at, chain FROM operation WHERE sequence = 4")]
    [InlineData("INSERT INTO operation SELECT wallet, 5, 'x', kind, amount, lot_kind, lot_expires_at, at, chain FROM operation WHERE sequence = 4; INSERT INTO transfer SELECT wallet, 5, leg, asset, 'nowhere', target, lot, amount FROM transfer WHERE sequence = 4")]
    [InlineData("DELETE FROM account WHERE name = 'revenue'")]
    [InlineData("UPDATE asset SET name = name || 'x'")]
    [InlineData("TRUNCATE account CASCADE")]
    [InlineData("TRUNCATE transfer")]
    [InlineData("TRUNCATE transfer, operation CASCADE")]
    [InlineData("TRUNCATE wallet_head CASCADE")]
    public Task The_past_cannot_be_replaced(string sql) => ShouldBeRefused(sql);
}
