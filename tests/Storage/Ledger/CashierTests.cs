using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>Calls of one wallet that are under way at the same time.</summary>
public abstract class CashierTests(Engine engine) : IAsyncLifetime
{
    private readonly Books books = new(engine);
    private HeldLedger held = null!;
    private Cashier anna = null!;

    public async Task InitializeAsync()
    {
        await books.Give(Books.Anna, 10);
        held = new HeldLedger(books.Ledger);
        anna = books.Cashier(Books.Anna, held);

        // It knows the wallet from now on: calls decide in the order in which they are made.
        await anna.Expire();
    }

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Fact]
    public async Task Each_call_decides_on_what_is_pending_and_is_answered_when_it_is_durable()
    {
        var hold = anna.Hold(Books.Job(1), 4);
        var capture = anna.Capture(Books.Job(1), 3);
        var rest = anna.Hold(Books.Job(2), 7);

        // Nobody has waited for the books, and nobody is told anything before they have it.
        held.Waiting.ShouldBe(["hold/test/j1", "settle/test/j1", "hold/test/j2"]);
        (await anna.Read()).ShouldSatisfyAllConditions(view => view.Balance.ShouldBe(10), view => view.Held.ShouldBe(0));
        await held.Next(Fate.Arrives);
        (await hold).ShouldBe(new HoldResult.Held(4));
        (capture.IsCompleted, rest.IsCompleted).ShouldBe((false, false));
        (await anna.Read()).Held.ShouldBe(4);

        held.Open();
        (await capture).ShouldBe(new SettleResult.Settled(3, 1));
        (await rest).ShouldBe(new HoldResult.Held(7));
        (await anna.Read()).ShouldSatisfyAllConditions(view => view.Balance.ShouldBe(7), view => view.Held.ShouldBe(7));
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task Calls_are_recorded_in_the_order_in_which_they_are_made()
    {
        held.Open();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => anna.Hold(Books.Job(i), 0)).ToArray());

        (await books.Recorded(Books.Anna)).ShouldBe(["welcome", .. Enumerable.Range(0, 200).Select(i => $"hold/test/j{i}")]);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task A_refusal_waits_until_what_it_rests_on_is_durable_and_is_none_if_that_never_comes()
    {
        var all = anna.Hold(Books.Job(1), 10);
        var more = anna.Hold(Books.Job(2), 5);
        held.Waiting.ShouldBe(["hold/test/j1"]);
        more.IsCompleted.ShouldBeFalse();

        // Somebody else was first, and there are credits for both.
        await books.Give(Books.Anna, 20, id: "payment");
        held.Open();
        (await all).ShouldBe(new HoldResult.Held(10));
        (await more).ShouldBe(new HoldResult.Held(5));
        (await anna.Hold(Books.Job(3), 16)).ShouldBe(new HoldResult.Insufficient(16, 15));
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task A_mistake_of_the_caller_is_told_when_what_makes_it_one_is_durable()
    {
        var hold = anna.Hold(Books.Job(1), 4);
        var mistake = anna.Capture(Books.Job(1), 5);
        await Task.Delay(50);
        mistake.IsCompleted.ShouldBeFalse();
        held.Open();
        (await hold).ShouldBe(new HoldResult.Held(4));
        (await Should.ThrowAsync<ArgumentOutOfRangeException>(mistake)).ParamName.ShouldBe("amount");
        (await anna.Capture(Books.Job(1), 4)).ShouldBe(new SettleResult.Settled(4, 0));
    }

    [Fact]
    public async Task Credits_that_another_activation_has_given_are_not_refused()
    {
        held.Open();
        await books.Give(Books.Anna, 5, id: "payment");
        (await anna.Hold(Books.Job(1), 15)).ShouldBe(new HoldResult.Held(15));
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task A_repeat_of_what_is_pending_is_answered_as_the_first_and_recorded_once()
    {
        var calls = Enumerable.Range(0, 4).Select(_ => anna.Hold(Books.Job(1), 4)).ToArray();
        var other = anna.Hold(Books.Job(1), 5);
        held.Waiting.ShouldBe(["hold/test/j1"]);
        calls.ShouldAllBe(call => !call.IsCompleted);

        held.Open();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == new HoldResult.Held(4));
        (await other).ShouldBeOfType<HoldResult.Conflict>();
        (await books.ShouldAddUp()).Operations.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeat_of_something_old_is_found_in_the_books_and_harms_nobody_beside_it()
    {
        held.Open();
        await anna.Hold(Books.Job(1), 3);
        await anna.Hold(Books.Job(2), 2);
        await anna.Capture(Books.Job(2), 2);
        await anna.Release(Books.Job(3));

        // This one has never heard of any of them.
        var late = books.Cashier(Books.Anna);
        await late.Hold(Books.Job(9), 1);
        var others = Enumerable.Range(20, 4).Select(i => late.Hold(Books.Job(i), 1)).ToArray();
        (await late.Hold(Books.Job(1), 3)).ShouldBe(new HoldResult.Held(3));
        (await late.Hold(Books.Job(1), 4)).ShouldBeOfType<HoldResult.Conflict>();
        (await late.Hold(Books.Job(2), 2)).ShouldBeOfType<HoldResult.Conflict>();
        (await late.Hold(Books.Job(3), 1)).ShouldBeOfType<HoldResult.Conflict>();
        (await late.Capture(Books.Job(2), 2)).ShouldBe(new SettleResult.Settled(2, 0));
        (await late.Release(Books.Job(2))).ShouldBeOfType<SettleResult.Conflict>();
        (await late.Release(Books.Job(3))).ShouldBe(new SettleResult.Settled(0, 0));
        (await late.Grant(new CreditGrant("welcome", LotKind.Promotional, 10, null))).ShouldBe(new GrantResult.Granted("lot-1"));
        (await late.Grant(new CreditGrant("welcome", LotKind.Promotional, 11, null))).ShouldBeOfType<GrantResult.Conflict>();
        (await Task.WhenAll(others)).ShouldAllBe(answer => answer == new HoldResult.Held(1));
        (await books.ShouldAddUp()).Operations.ShouldBe(10);
    }

    [Theory]
    [InlineData((int)Fate.NeverArrives)]
    [InlineData((int)Fate.AnswerIsLost)]
    public async Task When_an_answer_is_lost_the_books_tell_and_what_was_decided_on_it_is_decided_again(int fate)
    {
        var lost = anna.Hold(Books.Job(1), 4);
        var next = anna.Hold(Books.Job(2), 6);
        await held.Next((Fate)fate);
        lost.IsCompleted.ShouldBeFalse();
        held.Open();

        (await lost).ShouldBe(new HoldResult.Held(4));
        (await next).ShouldBe(new HoldResult.Held(6));
        (await books.Recorded(Books.Anna)).ShouldBe(["welcome", "hold/test/j1", "hold/test/j2"], ignoreOrder: true);
        (await books.Cashier(Books.Anna).Read()).Available.ShouldBe(0);
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task Whose_answer_is_lost_twice_is_told_so_and_may_repeat()
    {
        var hold = anna.Hold(Books.Job(1), 4);
        await held.Next(Fate.NeverArrives);
        await held.Have(1);
        await held.Next(Fate.AnswerIsLost);
        await Should.ThrowAsync<StorageUnavailableException>(hold);

        held.Open();
        (await anna.Hold(Books.Job(1), 4)).ShouldBe(new HoldResult.Held(4));
        (await books.ShouldAddUp()).Operations.ShouldBe(2);
    }

    [Fact]
    public async Task More_calls_than_a_wallet_has_room_for_wait_and_come_in_their_turn()
    {
        var calls = Enumerable.Range(0, Cashier.MostPending + 20).Select(i => anna.Hold(Books.Job(i), 0)).ToArray();
        held.Waiting.Count.ShouldBe(Cashier.MostPending);
        await held.Next(Fate.Arrives);
        await held.Have(Cashier.MostPending);
        held.Waiting[^1].ShouldBe($"hold/test/j{Cashier.MostPending}");

        held.Open();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == new HoldResult.Held(0));
        await books.ShouldAddUp();
    }

    [Fact]
    public async Task An_activation_that_still_knows_a_forgotten_wallet_adds_nothing_to_it()
    {
        held.Open();
        await anna.Hold(Books.Job(1), 4);
        await anna.Capture(Books.Job(1), 4);
        await books.Ledger.ForgetOwner(Books.Anna);

        (await anna.Hold(Books.Job(2), 1)).ShouldBe(new HoldResult.Insufficient(1, 0));
        (await anna.Grant(new CreditGrant("welcome", LotKind.Promotional, 7, null))).ShouldBe(new GrantResult.Granted("lot-1"));
        (await anna.Read()).Balance.ShouldBe(7);
        (await books.ShouldAddUp()).ShouldSatisfyAllConditions(report => report.Wallets.ShouldBe(2), report => report.Operations.ShouldBe(4));
    }

    [Fact]
    public async Task What_an_activation_does_not_know_by_name_it_learns_from_the_books()
    {
        var ben = books.Cashier(Books.Ben);
        (await ben.Grant(new CreditGrant("payment", LotKind.Paid, 5, null))).ShouldBeOfType<GrantResult.Granted>();
        await ben.Hold(Books.Job(1), 5);
        await ben.Capture(Books.Job(1), 5);

        (await (await Awake()).Claw(new CreditClawback("refund", "payment", ClawbackKind.Refund, 5))).ShouldBe(new ClawbackResult.Reclaimed(0, 5));
        (await (await Awake()).Reinstate("refund")).ShouldBe(new ReinstateResult.Reinstated(0, 5));
        (await (await Awake()).Correct(new CreditCorrection(OperationIds.Settle(Books.Job(1)), "charged-twice"))).ShouldBe(new CorrectResult.Corrected(5));
        (await books.ShouldAddUp()).Wallets.ShouldBe(2);

        // It has loaded the wallet, of whose lots none lives, and no operation of it.
        async Task<Cashier> Awake()
        {
            var another = books.Cashier(Books.Ben);
            await another.Expire();
            return another;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Two_activations_with_bad_lines_and_many_calls_at_once_record_everything_once(int seed)
    {
        var random = new Random(seed);
        var flaky = Enumerable.Range(0, 2).Select(_ => new FlakyLedger(books.Ledger, new Random(random.Next()))).ToArray();
        Cashier[] activations = [.. flaky.Select(line => books.Cashier(Books.Anna, line))];
        await books.Give(Books.Anna, 990, id: "payment");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            (await Books.Insist(() => activations[i % 2].Hold(Books.Job(i), 5))).ShouldBe(new HoldResult.Held(5));
            (await Books.Insist(() => activations[i % 3 % 2].Capture(Books.Job(i), 3))).ShouldBe(new SettleResult.Settled(3, 2));
        }).ToArray());

        flaky.Sum(line => line.Lost).ShouldBeGreaterThan(40);
        (await books.Cashier(Books.Anna).Read()).ShouldSatisfyAllConditions(view => view.Balance.ShouldBe(1000 - (40 * 3)), view => view.Held.ShouldBe(0));
        (await books.ShouldAddUp()).Operations.ShouldBe(82);
    }
}

public sealed class CashierTestsOnSqlite() : CashierTests(Engine.Sqlite);

public sealed class CashierTestsOnPostgres() : CashierTests(Engine.Postgres);
