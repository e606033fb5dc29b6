using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>Several activations of one wallet, and a store whose answers get lost.</summary>
public abstract class LedgerRaceTests(Engine engine) : IAsyncLifetime
{
    private readonly Books books = new(engine);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Fact]
    public async Task Two_activations_of_one_wallet_never_spend_a_credit_twice()
    {
        await books.Give(Books.Anna, 30);
        Cashier[] activations = [books.Cashier(Books.Anna), books.Cashier(Books.Anna)];
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => activations[i % 2].Hold(Books.Job(i), 2)).ToArray());

        answers.Count(answer => answer is HoldResult.Held).ShouldBe(15);
        answers.Count(answer => answer is HoldResult.Insufficient).ShouldBe(25);
        (await books.Cashier(Books.Anna).Read()).ShouldSatisfyAllConditions(view => view.Held.ShouldBe(30), view => view.Available.ShouldBe(0));
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task The_same_job_is_held_and_ended_once_however_many_ask_at_once()
    {
        await books.Give(Books.Anna, 30);
        var holds = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => books.Cashier(Books.Anna).Hold(Books.Job(1), 10)).ToArray());
        holds.ShouldAllBe(answer => answer == new HoldResult.Held(10));

        var ends = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => i % 2 == 0 ? books.Cashier(Books.Anna).Capture(Books.Job(1), 10) : books.Cashier(Books.Anna).Release(Books.Job(1))).ToArray());
        var captured = ends.OfType<SettleResult.Settled>().Any(end => end.Captured > 0);
        ends.Where((_, i) => i % 2 == 0).ShouldAllBe(end => captured ? end == new SettleResult.Settled(10, 0) : end is SettleResult.Conflict);
        ends.Where((_, i) => i % 2 == 1).ShouldAllBe(end => captured ? end is SettleResult.Conflict : end == new SettleResult.Settled(0, 10));
        (await books.Cashier(Books.Anna).Read()).Available.ShouldBe(captured ? 20 : 30);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task A_hold_and_the_release_that_overtakes_it_leave_nothing_held()
    {
        await books.Give(Books.Anna, 100);
        for (var i = 0; i < 30; i++)
        {
            var hold = books.Cashier(Books.Anna).Hold(Books.Job(i), 3);
            var release = books.Cashier(Books.Anna).Release(Books.Job(i));
            await Task.WhenAll(hold, release);
        }

        (await books.Cashier(Books.Anna).Read()).ShouldSatisfyAllConditions(view => view.Held.ShouldBe(0), view => view.Available.ShouldBe(100));
        (await books.Ledger.OpenHolds(books.Clock.GetUtcNow().AddDays(1), 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_owners_first_credits_make_one_wallet_and_come_once()
    {
        var grant = new CreditGrant("welcome", LotKind.Promotional, 10, null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => books.Cashier(Books.Anna).Grant(grant)).ToArray());
        answers.ShouldAllBe(answer => answer == new GrantResult.Granted("lot-1"));
        (await books.ShouldAddUp()).ShouldSatisfyAllConditions(report => report.Wallets.ShouldBe(1), report => report.Operations.ShouldBe(1));
    }

    [Fact]
    public async Task An_append_to_a_head_that_moved_writes_nothing()
    {
        await books.Give(Books.Anna, 10);
        var before = (await books.Ledger.Read(Books.Anna, [])).Wallet!;
        var late = before.Hold(Books.Job(1), 10, new SpendOrder([]), books.Clock.GetUtcNow(), new Dictionary<string, Operation>());
        await books.Cashier(Books.Anna).Hold(Books.Job(2), 4);

        (await books.Ledger.Append(Books.Anna, before, late.Operations, [])).ShouldBe(AppendResult.Stale);

        // The same sequence but another history: the chain tells.
        var other = before with { Sequence = 2, Chain = late.After.Chain };
        var more = other.Hold(Books.Job(3), 1, new SpendOrder([]), books.Clock.GetUtcNow(), new Dictionary<string, Operation>());
        (await books.Ledger.Append(Books.Anna, other, more.Operations, [])).ShouldBe(AppendResult.Stale);
        (await books.ShouldAddUp()).Operations.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Lost_answers_and_lost_commits_are_repeated_until_they_are_told_apart(int seed)
    {
        var flaky = new FlakyLedger(books.Ledger, new Random(seed));
        await Books.Insist(() => books.Cashier(Books.Anna, flaky).Grant(new CreditGrant("welcome", LotKind.Paid, 1000, null)));
        for (var i = 0; i < 60; i++)
        {
            (await Books.Insist(() => books.Cashier(Books.Anna, flaky).Hold(Books.Job(i), 5))).ShouldBe(new HoldResult.Held(5));
            (await Books.Insist(() => books.Cashier(Books.Anna, flaky).Capture(Books.Job(i), 3))).ShouldBe(new SettleResult.Settled(3, 2));
        }

        flaky.Lost.ShouldBeGreaterThan(20);
        (await books.Cashier(Books.Anna).Read()).ShouldSatisfyAllConditions(view => view.Balance.ShouldBe(1000 - (60 * 3)), view => view.Held.ShouldBe(0));
        (await books.ShouldAddUp()).Operations.ShouldBe(121);
    }
}

public sealed class LedgerRaceTestsOnSqlite() : LedgerRaceTests(Engine.Sqlite);

public sealed class LedgerRaceTestsOnPostgres() : LedgerRaceTests(Engine.Postgres);
