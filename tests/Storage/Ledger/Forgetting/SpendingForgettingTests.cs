using System.Data.Common;
using System.Text.Json;
using Dapper;
using Darkroom.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Texts;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger.Forgetting;

/// <summary>Details of spending go when their time is over, and the books still add up.</summary>
public abstract class SpendingForgettingTests(Engine engine) : IAsyncLifetime
{
    private readonly SpendingBooks test = new(engine);

    // Day 1: Anna is given 20 and buys 30; two jobs, of which one ends on day 2. Day 2: Ben as well. Day 3: a purchase is refunded.
    public async Task InitializeAsync()
    {
        await test.Books.Give(Books.Anna, 20);
        await test.Anna.Grant(new CreditGrant("payment/1", LotKind.Paid, 30, null));
        await test.Anna.Hold(Books.Job(1), 5);
        await test.Anna.Capture(Books.Job(1), 3);
        await test.Anna.Hold(Books.Job(2), 40);
        test.Books.Clock.Advance(TimeSpan.FromDays(1));
        await test.Anna.Capture(Books.Job(2), 40);
        await test.Books.Give(Books.Ben, 4);
        await test.Ben.Hold(Books.Job(3), 4);
        await test.Ben.Release(Books.Job(3));
        test.Books.Clock.Advance(TimeSpan.FromDays(1));
        await test.Anna.Claw(new CreditClawback("refund/1", "payment/1", ClawbackKind.Refund, 30));
        await test.Anna.Hold(Books.Job(4), 0);
        test.Books.Clock.Advance(TimeSpan.FromDays(2));
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    [Trait("Clause", "PIC-11")]
    [Trait("Clause", "PIC-14")]
    public async Task Details_go_day_by_day_and_everything_else_stays()
    {
        var wallet = await test.Anna.Read();
        var balances = (await test.ShouldAddUp()).Balances;

        (await test.Forget(SpendingBooks.FirstDay)).ShouldBe(3);
        (await test.Kinds(Books.Anna)).ShouldBe(["grant", "grant", "capture", "refund", "hold"]);
        (await test.Kinds(Books.Ben)).ShouldBe(["grant", "hold", "release"]);
        (await test.ShouldAddUp()).Forgotten.ShouldBe(3);

        (await test.Forget(SpendingBooks.FirstDay.AddDays(1))).ShouldBe(3);
        (await test.Kinds(Books.Anna)).ShouldBe(["grant", "grant", "refund", "hold"]);
        (await test.Kinds(Books.Ben)).ShouldBe(["grant"]);
        var report = await test.ShouldAddUp();
        report.Forgotten.ShouldBe(6);
        report.Balances.ShouldBe(balances, ignoreOrder: true);
        (await test.Anna.Read()).ShouldBeEquivalentTo(wallet);
    }

    [Fact]
    public async Task The_wallet_goes_on_from_its_checkpoint()
    {
        await test.Forget(SpendingBooks.FirstDay.AddDays(1));
        (await test.Ben.Hold(Books.Job(5), 4)).ShouldBe(new HoldResult.Held(4));
        (await test.Ben.Capture(Books.Job(5), 1)).ShouldBe(new SettleResult.Settled(1, 3));
        await test.Anna.Reinstate("refund/1");
        (await test.Anna.Read()).Balance.ShouldBe(7);
        await test.ShouldAddUp();
        test.Books.Clock.Advance(TimeSpan.FromDays(2));
        (await test.Forget(SpendingBooks.FirstDay.AddDays(4))).ShouldBe(2);
        (await test.ShouldAddUp()).Forgotten.ShouldBe(8);
        (await test.Ben.Read()).Balance.ShouldBe(3);
    }

    [Fact]
    public async Task An_open_hold_and_what_came_after_it_stay_until_it_has_ended()
    {
        await test.Ben.Hold(Books.Job(5), 1);
        await test.Ben.Hold(Books.Job(6), 1);
        await test.Ben.Release(Books.Job(6));
        test.Books.Clock.Advance(TimeSpan.FromDays(30));
        await test.Forget(SpendingBooks.FirstDay.AddDays(20));
        (await test.Kinds(Books.Ben)).ShouldBe(["grant", "hold", "hold", "release"]);
        (await test.Kinds(Books.Anna))[^1].ShouldBe("hold", "it is open, though it holds nothing");
        await test.ShouldAddUp();

        await test.Ben.Capture(Books.Job(5), 1);
        (await test.Forget(SpendingBooks.FirstDay.AddDays(20))).ShouldBe(3);
        (await test.Kinds(Books.Ben)).ShouldBe(["grant", "capture"]);
        (await test.Ben.Read()).Balance.ShouldBe(3);
        await test.ShouldAddUp();
    }

    [Fact]
    public async Task A_repeat_forgets_nothing_and_two_at_once_forget_everything_once()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => test.Forget(SpendingBooks.FirstDay.AddDays(1)))));
        counts.Sum().ShouldBe(6);
        (await test.Forget(SpendingBooks.FirstDay.AddDays(1))).ShouldBe(0);
        (await test.ShouldAddUp()).Forgotten.ShouldBe(6);
    }

    [Fact]
    public async Task Several_silos_forget_everything_once()
    {
        var silos = Enumerable.Range(0, 3).Select(_ => test.Books.Another()).ToArray();
        var counts = await Task.WhenAll(silos.Select(database => Task.Run(async () => await Books.Insist(async () =>
            (await new SpendingForgetting(database, new LedgerDays(database, test.Books.Clock), test.Books.Clock)
                .Forget(SpendingBooks.Asset, SpendingBooks.FirstDay.AddDays(1), test.Key, TimeSpan.MaxValue)).Forgotten))));
        counts.Sum().ShouldBe(6);
        (await test.ShouldAddUp()).Forgotten.ShouldBe(6);
        foreach (var database in silos)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_sweep_that_has_no_time_stops_and_goes_on_when_it_is_called_again()
    {
        var calls = 1;
        for (; !(await test.Forgetting.Forget(SpendingBooks.Asset, SpendingBooks.FirstDay.AddDays(1), test.Key, TimeSpan.FromTicks(-1))).IsAll; calls++)
        {
            await test.ShouldAddUp();
        }

        calls.ShouldBeGreaterThan(4);
        (await test.ShouldAddUp()).Forgotten.ShouldBe(6);
    }

    [Fact]
    public async Task What_finance_asks_of_whole_days_is_answered_as_before()
    {
        var since = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var whole = await Movements(10);
        var second = await Movements(1, after: 1);
        await test.Forget(SpendingBooks.FirstDay.AddDays(1));
        (await Movements(10)).ShouldBe(whole);
        (await Movements(1, after: 1)).ShouldBe(second);
        second.ShouldContain(one => one.Kind == "capture" && one.Target == "revenue" && one.Amount == 40 - 17);

        Task<IReadOnlyList<Movement>> Movements(int days, int after = 0) => test.Summary.Movements(since.AddDays(after), since.AddDays(after + days));
    }

    [Fact]
    public async Task What_finance_asks_in_slices_counts_what_was_forgotten_once()
    {
        await test.Forget(SpendingBooks.FirstDay.AddDays(1));
        var since = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        (await test.Asked.Movements(since, since.AddDays(10), default)).Movements.ShouldBe(await test.Summary.Movements(since, since.AddDays(10)), ignoreOrder: true);
        var (first, rest) = (await test.Summary.Forgotten(since, since.AddHours(30), since.AddDays(10), default), await test.Summary.Forgotten(since.AddHours(30), since.AddDays(10), since.AddDays(10), default));
        first.Sum(one => one.Transfers).ShouldBe((await test.Summary.Forgotten(since, since.AddDays(10), since.AddDays(10), default)).Sum(one => one.Transfers));
        rest.ShouldBeEmpty("the second day begins in the first part");
        (await test.Summary.Forgotten(since, since.AddHours(30), since.AddHours(30), default)).ShouldNotContain(one => one.Kind == "capture" && one.Amount == 23, "the second day is not whole in it");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_statement_says_in_sums_what_was_forgotten_and_comes_to_the_balance(int operations)
    {
        await test.Forget(SpendingBooks.FirstDay.AddDays(1));
        var lines = new List<LedgerLine>();
        for (long? after = 0; after is { } from;)
        {
            var page = (await test.Asked.Statement(Books.Anna, from, operations, default)).ShouldNotBeNull();
            lines.AddRange(page.Lines);
            after = page.Next;
        }

        lines.Sum(line => line.AvailableChange).ShouldBe((await test.Anna.Read()).Available);
        lines.Select(line => line.Sequence).ShouldBeInOrder();
        lines.Where(line => line.Kind == "checkpoint" && line.Target == "revenue").Sum(line => line.Amount).ShouldBe(43);
        MovementWords.Of(lines.First(line => line.Kind == "checkpoint"), TextCatalogues.Load(typeof(TextCatalogues).Assembly)["en"]).ShouldContain("by jobs whose details are forgotten");
    }

    [Fact]
    public async Task Nothing_is_said_of_when_and_for_which_job()
    {
        await test.Forget(SpendingBooks.FirstDay.AddDays(1));
        var content = await test.Books.Database.Read((c, t) => c.Query<string>("SELECT content FROM wallet_checkpoint", transaction: t).ToArray());
        content.Length.ShouldBe(2);
        string.Concat(content).ShouldNotContain("j1");
        content.SelectMany(one => Numbers(JsonDocument.Parse(one).RootElement)).ShouldAllBe(number => number < 1000, "a time is a larger number");

        static IEnumerable<long> Numbers(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Numbers(property.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
            JsonValueKind.Number => [element.GetInt64()],
            _ => [],
        };
    }

    [Fact]
    public async Task Books_that_are_not_right_keep_their_details_until_that_is_explained()
    {
        await test.Days.Close(SpendingBooks.FirstDay.AddDays(1), test.Key);
        await Tampering.Around(test.Books.Database, "UPDATE operation SET at = at + 1 WHERE kind = 'capture' AND amount = 40; UPDATE operation SET chain = (SELECT chain FROM operation WHERE amount = 4 LIMIT 1) WHERE kind = 'capture' AND amount = 40");
        var refusal = await Should.ThrowAsync<InvalidDataException>(test.Forget(SpendingBooks.FirstDay.AddDays(1)));
        refusal.Message.ShouldContain("2026-03-02: an operation says something else");
        (await test.Details()).ShouldBe(7);
    }

    [Fact]
    public async Task A_public_key_forgets_nothing()
    {
        using var half = BooksKey.Parse(test.Key.PublicPem());
        await Should.ThrowAsync<BooksException>(test.Forgetting.Forget(SpendingBooks.Asset, SpendingBooks.FirstDay, half, TimeSpan.MaxValue));
        (await test.Details()).ShouldBe(7);
        await test.ShouldAddUp();
    }

    [Theory]
    [InlineData("DELETE FROM operation WHERE kind = 'grant'")]
    [InlineData("DELETE FROM transfer WHERE source = 'promotions'")]
    [InlineData("DELETE FROM operation WHERE kind = 'capture'")]
    [InlineData("DELETE FROM transfer WHERE target = 'revenue'")]
    [InlineData("UPDATE operation SET kind = 'hold' WHERE kind = 'grant'")]
    [InlineData("DELETE FROM wallet_checkpoint")]
    [InlineData("UPDATE wallet_checkpoint SET content = '{}'")]
    [InlineData("UPDATE wallet_checkpoint SET sequence = sequence + 1")]
    [InlineData("UPDATE wallet_checkpoint SET sequence = sequence - 1")]
    [InlineData("UPDATE wallet_checkpoint SET sequence = 99")]
    [InlineData("INSERT INTO wallet_checkpoint SELECT wallet, 1, chain, '{}', 'key', chain FROM wallet_head")]
    [InlineData("UPDATE ledger_forgotten SET operations = 1")]
    [InlineData("DELETE FROM ledger_forgotten")]
    [InlineData("UPDATE ledger_forgotten_movement SET amount = 1")]
    [InlineData("DELETE FROM ledger_forgotten_movement")]
    [InlineData("INSERT INTO ledger_forgotten_movement VALUES ('2026-03-01', 'credits/test', 'hold', 'paid', 'wallet', 'expired', 1, 1)")]
    public async Task The_database_takes_nothing_else_out_of_the_books(string change)
    {
        await test.Forget(SpendingBooks.FirstDay);
        Tampering.IsRefusal(await Should.ThrowAsync<DbException>(test.Books.Database.Write((c, t) => c.Execute(change, transaction: t)))).ShouldBeTrue();
        (await test.ShouldAddUp()).Forgotten.ShouldBe(3);
    }

    [Theory]
    [InlineData("UPDATE operation SET amount = 21 WHERE amount = 20 AND kind = 'grant'; UPDATE transfer SET amount = 21 WHERE amount = 20 AND target = 'wallet'", "What stays of its past is not what its checkpoint says")]
    [InlineData("DELETE FROM operation WHERE id = 'payment/1'; DELETE FROM transfer WHERE lot = 2 AND source = 'deferred-revenue'", "What stays of its past is not what its checkpoint says")]
    [InlineData("UPDATE wallet_checkpoint SET content = replace(content, '\"used\":3', '\"used\":2')", "the signature of its checkpoint is not right")]
    [InlineData("UPDATE wallet_checkpoint SET key = 'other'", "its checkpoint is signed with the key other")]
    [InlineData("DELETE FROM wallet_checkpoint", "Operation 6 (Capture) is out of sequence")]
    [InlineData("UPDATE wallet_checkpoint SET sequence = 4", "its checkpoint says something else than it stands for")]
    public async Task A_forgotten_past_that_was_rewritten_around_the_database_is_found_and_named(string change, string fault)
    {
        await test.Forget(SpendingBooks.FirstDay);
        await Tampering.Around(test.Books.Database, change);
        (await new LedgerCheck(test.Books.Database).Run(test.Key)).Fault.ShouldNotBeNull().ShouldContain(fault);
    }

    [Theory]
    [InlineData("UPDATE ledger_forgotten_movement SET amount = 4 WHERE target = 'revenue'", "the signature of what was forgotten of it is not right")]
    [InlineData("UPDATE ledger_forgotten SET operations = 2", "the signature of what was forgotten of it is not right")]
    [InlineData("UPDATE ledger_forgotten SET key = 'other'", "what was forgotten of it is signed with the key other")]
    [InlineData("DELETE FROM ledger_forgotten", "the seal says 5 operations with")]
    [InlineData("UPDATE ledger_forgotten SET number = 2", "a statement of what was forgotten of it is missing")]
    [InlineData("UPDATE operation SET chain = (SELECT chain FROM operation WHERE amount = 4 LIMIT 1) WHERE id = 'payment/1'", "an operation says something else")]
    [InlineData("UPDATE transfer SET amount = 19 WHERE amount = 20 AND source = 'promotions'", "the seal says of promotions")]
    public async Task A_day_whose_details_are_gone_is_still_checked(string change, string fault)
    {
        await test.Forget(SpendingBooks.FirstDay);
        await Tampering.Around(test.Books.Database, change);
        (await test.Days.Verify(test.Key)).Fault.ShouldNotBeNull().ShouldStartWith($"2026-03-01: {fault}");
    }
}

public sealed class SpendingForgettingTestsOnSqlite() : SpendingForgettingTests(Engine.Sqlite);

public sealed class SpendingForgettingTestsOnPostgres() : SpendingForgettingTests(Engine.Postgres);
