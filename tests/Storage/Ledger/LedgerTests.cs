using Dapper;
using Darkroom.Testing;
using Darkroom.Wallets;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Storage.Tests.Ledger;

public abstract class LedgerTests(Engine engine) : IAsyncLifetime
{
    private readonly Books books = new(engine);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Fact]
    public async Task Credits_come_are_held_and_spent_and_the_history_says_so()
    {
        var anna = books.Cashier(Books.Anna);
        (await anna.Read()).Balance.ShouldBe(0);
        await books.Give(Books.Anna, 20, books.Clock.GetUtcNow().AddDays(30));
        (await anna.Hold(Books.Job(1), 5)).ShouldBe(new HoldResult.Held(5));
        (await anna.Hold(Books.Job(2), 16)).ShouldBe(new HoldResult.Insufficient(16, 15));
        (await anna.Hold(Books.Job(2), 3)).ShouldBe(new HoldResult.Held(3));
        (await anna.Capture(Books.Job(1), 4)).ShouldBe(new SettleResult.Settled(4, 1));
        (await anna.Release(Books.Job(3))).ShouldBe(new SettleResult.Settled(0, 0));

        var view = await anna.Read();
        (view.Balance, view.Held, view.Available).ShouldBe((16, 3, 13));
        view.Lots.ShouldHaveSingleItem().ShouldBe(
            new LotView("lot-1", LotKind.Promotional, 16, Milliseconds(books.Clock.GetUtcNow()), Milliseconds(books.Clock.GetUtcNow().AddDays(30))));
        (await books.Ledger.Transfers(Books.Anna, long.MaxValue, 10)).Select(line => (line.Sequence, line.Kind, line.Amount)).ShouldBe(
            [(4L, "capture", 1L), (3, "hold", -3), (2, "hold", -5), (1, "grant", 20)]);
        (await books.Ledger.Transfers(Books.Anna, 3, 1)).ShouldHaveSingleItem().OperationId.ShouldBe("hold/test/j1");

        var report = await books.ShouldAddUp();
        (report.Wallets, report.Operations, report.Transfers).ShouldBe((1, 5, 5));
        report.Balances[(Asset.CreditsOf(Books.Brand), LedgerAccount.Revenue)].ShouldBe(4);
    }

    [Fact]
    public async Task Random_histories_through_the_database_answer_as_the_model_does()
    {
        var number = 0;
        await Task.Run(() => Prop.ForAll(WalletCommand.Sequences(40), steps => Run(new UserId(Books.Brand, $"u{number++}"), steps))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25)));
        (await books.ShouldAddUp()).Wallets.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Wallets_do_not_touch_each_other()
    {
        await books.Give(Books.Anna, 10);
        await books.Give(Books.Ben, 7);
        (await books.Cashier(Books.Anna).Hold(Books.Job(1), 10)).ShouldBe(new HoldResult.Held(10));
        (await books.Cashier(Books.Ben).Hold(Books.Job(1), 7)).ShouldBe(new HoldResult.Held(7));
        (await books.Cashier(Books.Ben).Release(Books.Job(1))).ShouldBe(new SettleResult.Settled(0, 7));
        (await books.Cashier(Books.Anna).Read()).Held.ShouldBe(10);
    }

    [Fact]
    public async Task Holds_without_an_end_are_found_by_age()
    {
        await books.Give(Books.Anna, 10);
        await books.Give(Books.Ben, 10);
        await books.Cashier(Books.Anna).Hold(Books.Job(1), 1);
        books.Clock.Advance(TimeSpan.FromMinutes(1));
        await books.Cashier(Books.Ben).Hold(Books.Job(2), 2);
        await books.Cashier(Books.Ben).Hold(Books.Job(3), 0);
        books.Clock.Advance(TimeSpan.FromMinutes(1));
        await books.Cashier(Books.Ben).Hold(Books.Job(4), 4);

        var old = await books.Ledger.OpenHolds(books.Clock.GetUtcNow(), 10);
        old.Select(hold => (hold.Job, hold.Owner, hold.Amount)).ShouldBe(
            [(Books.Job(1), Books.Anna, 1), (Books.Job(2), Books.Ben, 2), (Books.Job(3), Books.Ben, 0)], ignoreOrder: true);
        old[0].Job.ShouldBe(Books.Job(1));
        (await books.Ledger.OpenHolds(books.Clock.GetUtcNow(), 1)).ShouldHaveSingleItem().Job.ShouldBe(Books.Job(1));
        await books.Cashier(Books.Anna).Capture(Books.Job(1), 1);
        (await books.Ledger.OpenHolds(books.Clock.GetUtcNow(), 10)).ShouldNotContain(hold => hold.Owner == Books.Anna);
    }

    [Fact]
    public async Task Lots_whose_time_ran_out_are_found_and_written_off_once()
    {
        var soon = books.Clock.GetUtcNow().AddHours(1);
        await books.Give(Books.Anna, 10, soon);
        await books.Give(Books.Ben, 10, soon.AddDays(1));
        (await books.Ledger.OwnersWithDueLots(books.Clock.GetUtcNow(), 10)).ShouldBeEmpty();

        books.Clock.MoveTo(soon);
        (await books.Ledger.OwnersWithDueLots(soon, 10)).ShouldBe([Books.Anna]);
        (await books.Cashier(Books.Anna).Read()).Balance.ShouldBe(0);
        (await books.Cashier(Books.Anna).Expire()).ShouldBe(10);
        (await books.Cashier(Books.Anna).Expire()).ShouldBe(0);
        (await books.Ledger.OwnersWithDueLots(soon, 10)).ShouldBeEmpty();
        (await books.ShouldAddUp()).Balances[(Asset.CreditsOf(Books.Brand), LedgerAccount.Expired)].ShouldBe(10);
    }

    [Fact]
    public async Task Forgetting_whose_wallet_it_is_leaves_the_books_whole_and_the_next_wallet_new()
    {
        await books.Give(Books.Anna, 10);
        await books.Ledger.ForgetOwner(Books.Anna);
        await books.Ledger.ForgetOwner(Books.Anna);

        (await books.Cashier(Books.Anna).Read()).Balance.ShouldBe(0);
        (await books.Ledger.Transfers(Books.Anna, long.MaxValue, 10)).ShouldBeEmpty();
        await books.Give(Books.Anna, 3);
        (await books.Cashier(Books.Anna).Read()).Balance.ShouldBe(3);
        (await books.ShouldAddUp()).Wallets.ShouldBe(2);
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private async Task Run(UserId owner, (WalletCommand Command, DateTimeOffset At)[] steps)
    {
        var model = new WalletModel(LotKind.Promotional, LotKind.Subscription, LotKind.Paid);
        foreach (var (command, at) in steps)
        {
            books.Clock.MoveTo(at);

            // A new cashier each time: nothing is remembered outside the database.
            (command, await Ask(books.Cashier(owner), command)).ShouldBe((command, model.Run(command, at)));
            var view = await books.Cashier(owner).Read();
            (view.Available, view.Held, view.Debt).ShouldBe((model.Available(at), model.Held, model.Debt));
        }
    }

    private static async Task<string> Ask(Cashier cashier, WalletCommand command)
    {
        try
        {
            return command switch
            {
                WalletCommand.Grant(var grant) => WalletCommand.Word(await cashier.Grant(grant)),
                WalletCommand.Hold(var job, var amount) => WalletCommand.Word(await cashier.Hold(job, amount)),
                WalletCommand.Capture(var job, var amount) => WalletCommand.Word(await cashier.Capture(job, amount)),
                WalletCommand.Release(var job) => WalletCommand.Word(await cashier.Release(job)),
                WalletCommand.Claw(var clawback) => WalletCommand.Word(await cashier.Claw(clawback)),
                WalletCommand.Reinstate(var id) => WalletCommand.Word(await cashier.Reinstate(id)),
                WalletCommand.Correct(var correction) => WalletCommand.Word(await cashier.Correct(correction)),
                _ => throw new NotSupportedException(),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return "fault";
        }
    }
}

public sealed class LedgerTestsOnSqlite() : LedgerTests(Engine.Sqlite);

public sealed class LedgerTestsOnPostgres() : LedgerTests(Engine.Postgres);
