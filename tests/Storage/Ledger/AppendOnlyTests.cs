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
    [InlineData("DELETE FROM wallet_lot")]
    [InlineData("UPDATE wallet_lot SET expires_at = NULL")]
    [InlineData("UPDATE wallet_lot SET kind = 'paid'")]
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
    [InlineData("UPDATE wallet_lot SET free = free + 1 WHERE free = 13", "lot 1 is not")]
    [InlineData("DELETE FROM wallet_lot WHERE free = 3", "lot 1 is not")]
    [InlineData("INSERT INTO wallet_lot SELECT wallet, 2, kind, granted_at, expires_at, 0, 0, 0, 0, 0, 0, 0 FROM wallet_lot WHERE free = 13", "lot 2 was never granted")]
    [InlineData("DELETE FROM wallet_hold", "its holds are not")]
    [InlineData("UPDATE wallet_hold SET amount = 4", "its holds are not")]
    [InlineData("UPDATE wallet_head SET sequence = 9 WHERE sequence = 4", "the head says 9")]
    [InlineData("UPDATE wallet_head SET chain = (SELECT chain FROM operation WHERE sequence = 1 LIMIT 1) WHERE sequence = 4", "the head says 4")]
    [InlineData("DELETE FROM wallet_head WHERE sequence = 4", "operations and no head")]
    public async Task A_past_that_was_rewritten_around_the_database_is_found_and_named(string sql, string fault)
    {
        await ShouldBeFound(sql, fault, sql.Contains("free = 3", StringComparison.Ordinal) ? Books.Ben : Books.Anna);
    }

    [Theory]
    [InlineData("UPDATE operation SET kind = 'dispute' WHERE kind = 'refund'", "Operation 4 (Dispute)")]
    [InlineData("UPDATE transfer SET amount = amount - 1 WHERE source = 'debt'", "Operation 4 (Refund) does not move its amount")]
    [InlineData("UPDATE transfer SET source = 'expired' WHERE source = 'debt'", "Operation 4 (Refund) takes more than lot 1 has")]
    [InlineData("DELETE FROM transfer WHERE source = 'wallet' AND target = 'debt'", "Operation 6 (Repayment) does not move its amount")]
    [InlineData("UPDATE operation SET id = 'repayment/5/6' WHERE kind = 'repayment'", "Operation 6 (Repayment) pays more than is owed for lot 5")]
    [InlineData("UPDATE operation SET id = 'reinstatement/refund/1' WHERE kind = 'reinstatement'", "Operation 8 does not match its chain")]
    [InlineData("UPDATE transfer SET target = 'expired' WHERE source = 'disputes'", "Operation 8 (Reinstatement) moves from Disputes to Expired")]
    [InlineData("UPDATE operation SET reason = 'charged-once' WHERE kind = 'correction'", "Operation 9 does not match its chain")]
    [InlineData("UPDATE transfer SET lot = 5 WHERE source = 'revenue'", "Operation 9 (Correction) takes more than lot 5 has")]
    [InlineData("UPDATE wallet_lot SET reclaimed = 8 WHERE reclaimed = 9", "lot 1 is not")]
    [InlineData("UPDATE wallet_lot SET debt = 1 WHERE reclaimed = 9", "lot 1 is not")]
    [InlineData("UPDATE wallet_lot SET used = 1 WHERE reclaimed = 9", "lot 1 is not")]
    public async Task A_clawback_that_was_rewritten_is_found_and_named(string sql, string fault)
    {
        var cara = new UserId(Books.Brand, "u-cara");
        var cashier = books.Cashier(cara);
        await cashier.Grant(new CreditGrant("payment/1", LotKind.Paid, 10, null));
        await cashier.Hold(Books.Job(3), 6);
        await cashier.Capture(Books.Job(3), 6);
        await cashier.Claw(new CreditClawback("refund/1", "payment/1", ClawbackKind.Refund, 9));
        await cashier.Grant(new CreditGrant("payment/2", LotKind.Paid, 8, null));
        await cashier.Claw(new CreditClawback("dispute/1", "payment/2", ClawbackKind.Dispute, 2));
        await cashier.Reinstate("dispute/1");
        await cashier.Correct(new CreditCorrection(OperationIds.Settle(Books.Job(3)), "charged-twice"));
        (await books.ShouldAddUp()).Balances[(Asset.CreditsOf(Books.Brand), LedgerAccount.Debt)].ShouldBe(0);

        await ShouldBeFound(sql, fault, cara);
    }

    private async Task ShouldBeFound(string sql, string fault, UserId owner)
    {
        await Tampering.Around(books.Database, sql);
        var found = (await new LedgerCheck(books.Database).Run()).Fault;
        found.ShouldNotBeNull().ShouldContain(fault);
        var wallet = await books.Database.Read((c, t) => c.QuerySingle<string>("SELECT wallet FROM wallet_owner WHERE owner = @o", new { o = owner.ToString() }, t));
        found.ShouldContain(wallet);
    }

    private protected async Task ShouldBeRefused(string sql)
    {
        Tampering.IsRefusal(await Should.ThrowAsync<DbException>(books.Database.Write((c, t) => c.Execute(sql, transaction: t)))).ShouldBeTrue();
        await books.ShouldAddUp();
    }
}
