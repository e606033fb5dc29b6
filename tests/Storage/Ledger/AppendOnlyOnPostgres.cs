namespace Darkroom.Storage.Tests.Ledger;

public sealed class AppendOnlyTestsOnPostgres() : AppendOnlyTests(Engine.Postgres)
{
    [Theory]
    [InlineData("INSERT INTO operation SELECT wallet, sequence, id || 'x', kind, amount + 1, lot_kind, lot_expires_at, at, chain, reason FROM operation WHERE sequence = 1 ON CONFLICT (wallet, sequence) DO UPDATE SET amount = 7")]
    [InlineData("TRUNCATE transfer")]
    [InlineData("TRUNCATE transfer, operation CASCADE")]
    [InlineData("TRUNCATE wallet_head CASCADE")]
    public Task The_past_cannot_be_replaced(string sql) => ShouldBeRefused(sql);
}
