using Dapper;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>How SQLite finds a wallet's rows. What PostgreSQL does depends on its statistics; the indexes are the same.</summary>
public sealed class LedgerPlanTests : IAsyncLifetime
{
    private readonly Books books = new(Engine.Sqlite);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Theory]
    [InlineData("find-wallet", "(owner=?)")]
    [InlineData("recorded", "(wallet=? AND id=?)")]
    [InlineData("lots", "(wallet=?)")]
    [InlineData("holds", "(wallet=? AND sequence=?)")]
    [InlineData("lock-heads", "(wallet=?)")]
    [InlineData("find-recorded", "(wallet=? AND id=?)")]
    [InlineData("open-holds", "wallet_hold_age (at<?)")]
    [InlineData("due-owners", "wallet_lot_due (expires_at")]
    public async Task However_long_its_history_a_wallet_is_found_by_index(string statement, string index)
    {
        var sql = books.Database.Statements("Ledger")[statement];
        var arguments = new { owner = "", wallet = "", id = "", sequence = 0, chain = Array.Empty<byte>(), before = 0, by = 0, limit = 1 };
        var plan = await books.Database.Read((c, t) => c.Query("EXPLAIN QUERY PLAN " + sql, arguments, t).Select(row => (string)row.detail).ToArray());
        plan.ShouldContain(step => step.Contains(index, StringComparison.Ordinal));
        plan.ShouldNotContain(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && step != "SCAN CONSTANT ROW");
        if (statement.EndsWith("recorded", StringComparison.Ordinal))
        {
            // A wallet's whole history must not be walked to find one operation of it.
            plan.ShouldNotContain(step => step.EndsWith("(wallet=?)", StringComparison.Ordinal));
        }
    }
}
