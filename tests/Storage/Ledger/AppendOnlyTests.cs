using System.Data.Common;
using Dapper;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>The database itself refuses to rewrite the books; and where somebody gets around it, the check tells.</summary>
public abstract class AppendOnlyTests(Engine engine) : IAsyncLifetime
{
    private readonly Books books = new(engine);

    public async Task InitializeAsync()
    {
        await books.Give(Books.Anna, 20, books.Clock.GetUtcNow().AddDays(1));
        await books.Cashier(Books.Anna).Hold(Books.Job(1), 5);
        await books.Cashier(Books.Anna).Hold(Books.Job(2), 5);
        await books.Cashier(Books.Anna).Capture(Books.Job(1), 2);
        await books.Give(Books.Ben, 3);
        await books.ShouldAddUp();
    }

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Theory]
    [InlineData("UPDATE operation SET amount = amount + 1 WHERE kind = 'grant'")]
    [InlineData("DELETE FROM operation WHERE kind = 'capture'")]
    [InlineData("UPDATE transfer SET amount = amount + 1")]
    [InlineData("DELETE FROM transfer")]
    [InlineData("INSERT INTO transfer SELECT wallet, sequence, leg + 1, asset, source, target, lot, amount FROM transfer WHERE sequence = 1")]
    [InlineData("UPDATE wallet_head SET sequence = sequence - 1")]
    [InlineData("UPDATE wallet_head SET chain = (SELECT chain FROM operation WHERE sequence = 1 LIMIT 1)")]
    [InlineData("DELETE FROM wallet_head")]
    public async Task The_past_cannot_be_rewritten(string sql) => await ShouldBeRefused(sql);

    [Theory]
    [InlineData("UPDATE operation SET amount = 21 WHERE sequence = 1 AND amount = 20", "Operation 1")]
    [InlineData("UPDATE operation SET amount = 21 WHERE sequence = 1 AND amount = 20; UPDATE transfer SET amount = 21 WHERE amount = 20", "Operation 1 does not match its chain")]
    [InlineData("UPDATE operation SET at = at + 1 WHERE sequence = 3", "Operation 3 does not match its chain")]
    [InlineData("DELETE FROM transfer WHERE sequence = 2", "Operation 2")]
    [InlineData("DELETE FROM transfer WHERE sequence = 4; DELETE FROM operation WHERE sequence = 4", "the head says 4")]
    [InlineData("DELETE FROM operation WHERE sequence = 4", "has transfers of operation 4")]
    [InlineData("UPDATE transfer SET asset = 'other' WHERE sequence = 3", "Operation 3 moves another asset")]
    [InlineData("UPDATE transfer SET target = 'expired' WHERE target = 'revenue'", "Operation 4")]
    [InlineData("UPDATE wallet_lot SET free = free + 1 WHERE free = 13", "its lots are not")]
    [InlineData("DELETE FROM wallet_lot WHERE free = 3", "its lots are not")]
    [InlineData("DELETE FROM wallet_hold", "its holds are not")]
    [InlineData("UPDATE wallet_hold SET amount = 4", "its holds are not")]
    [InlineData("UPDATE wallet_head SET sequence = 9 WHERE sequence = 4", "the head says 9")]
    [InlineData("UPDATE wallet_head SET chain = (SELECT chain FROM operation WHERE sequence = 1 LIMIT 1) WHERE sequence = 4", "the head says 4")]
    [InlineData("DELETE FROM wallet_head WHERE sequence = 4", "operations and no head")]
    public async Task A_past_that_was_rewritten_around_the_database_is_found_and_named(string sql, string fault)
    {
        await Tampering.Around(books.Database, sql);
        var found = (await new LedgerCheck(books.Database).Run()).Fault;
        found.ShouldNotBeNull().ShouldContain(fault);
        var wallet = await books.Database.Read((c, t) => c.QuerySingle<string>("SELECT wallet FROM wallet_owner WHERE owner = @o", new { o = (sql.Contains("free = 3", StringComparison.Ordinal) ? Books.Ben : Books.Anna).ToString() }, t));
        found.ShouldContain(wallet);
    }

    private protected async Task ShouldBeRefused(string sql)
    {
        Tampering.IsRefusal(await Should.ThrowAsync<DbException>(books.Database.Write((c, t) => c.Execute(sql, transaction: t)))).ShouldBeTrue();
        await books.ShouldAddUp();
    }
}
