using Darkroom.Testing;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Linearizability;

/// <summary>The checker itself: good histories have an order, and each kind of bad one has none.</summary>
public sealed class LinearizationTests
{
    private static readonly WalletCommand Gift = new WalletCommand.Grant(new CreditGrant("gift", LotKind.Promotional, 10, null));
    private static readonly WalletCommand Read = new WalletCommand.Read();
    private readonly List<Call<WalletCommand>> history = [];

    [Fact]
    public void Calls_after_each_other_have_the_order_in_which_they_came()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 4), "held 4", 3, 4);
        Called(Read, "read 6 4", 5, 6);
        Called(Capture(1, 3), "settled 3 1", 7, 8);
        Called(Read, "read 7 0", 9, 10);
        Fault().ShouldBeNull();
    }

    [Fact]
    public void Calls_at_once_may_have_come_in_any_order()
    {
        Called(Gift, "granted", 1, 20);
        Called(Hold(1, 6), "held 6", 2, 19);
        Called(Hold(2, 6), "insufficient 6 4", 3, 18);
        Called(Read, "read 10 0", 4, 17);
        Called(Read, "read 0 0", 5, 16);
        Called(Read, "read 4 6", 6, 15);
        Fault().ShouldBeNull();
    }

    [Fact]
    public void An_order_is_found_where_the_first_guess_is_wrong()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 4), "held 4", 3, 20);
        Called(Hold(2, 5), "held 5", 4, 21);
        Called(Hold(3, 6), "insufficient 6 5", 5, 22);
        Called(Read, "read 5 5", 6, 7);
        Linearization.Fault(history, CreditsInOrder.Empty, command => command == Hold(1, 4) ? 1 : 2).ShouldBeNull();
    }

    [Fact]
    public void Credits_that_were_spent_twice_are_seen()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 10), "held 10", 3, 6);
        Called(Hold(2, 10), "held 10", 4, 5);
        Fault().ShouldNotBeNull().ShouldContain("2 of 3 calls explained; then Hold");
    }

    [Fact]
    public void A_lost_operation_that_was_acknowledged_is_seen()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 4), "held 4", 3, 4);
        Called(Capture(1, 4), "conflict", 5, 6);
        Fault().ShouldNotBeNull().ShouldContain("Capture");
    }

    [Fact]
    public void A_stale_reading_is_seen()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 4), "held 4", 3, 4);
        Called(Read, "read 10 0", 5, 6);
        Fault().ShouldNotBeNull().ShouldContain("'read 10 0' in [5, 6]");
    }

    [Fact]
    public void Two_readings_at_once_that_saw_two_holds_in_two_orders_are_seen()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 4), "held 4", 3, 20);
        Called(Hold(2, 5), "held 5", 4, 21);
        Called(Read, "read 6 4", 5, 6);
        Called(Read, "read 5 5", 7, 8);
        Fault().ShouldNotBeNull();
    }

    [Fact]
    public void A_hold_that_ended_twice_in_two_ways_is_seen()
    {
        Called(Gift, "granted", 1, 2);
        Called(Hold(1, 4), "held 4", 3, 4);
        Called(Capture(1, 4), "settled 4 0", 5, 8);
        Called(new WalletCommand.Release(Job(1)), "settled 0 4", 6, 7);
        Fault().ShouldNotBeNull();
    }

    [Theory]
    [InlineData("read 6 4")]
    [InlineData("read 10 0")]
    public void A_call_that_was_never_answered_may_have_had_its_effect_or_not(string read)
    {
        Called(Gift, "granted", 1, 2);
        history.Add(new Call<WalletCommand>(Hold(1, 4), null, 3, long.MaxValue));
        Called(Read, read, 4, 5);
        Fault().ShouldBeNull();
    }

    [Fact]
    public void An_effect_cannot_go_away_again_even_if_its_call_was_never_answered()
    {
        Called(Gift, "granted", 1, 2);
        history.Add(new Call<WalletCommand>(Hold(1, 4), null, 3, long.MaxValue));
        Called(Read, "read 6 4", 4, 5);
        Called(Read, "read 10 0", 6, 7);
        Fault().ShouldNotBeNull();
    }

    [Fact]
    public void Random_histories_are_explained_and_no_longer_when_one_answer_is_another()
    {
        var random = new Random(20261124);
        for (var run = 0; run < 300; run++)
        {
            var state = CreditsInOrder.Empty;
            var calls = new List<Call<WalletCommand>>();
            for (var i = 0; i < 40; i++)
            {
                WalletCommand command = random.Next(6) switch
                {
                    0 => new WalletCommand.Grant(new CreditGrant($"gift-{random.Next(5)}", LotKind.Promotional, 10, null)),
                    1 or 2 => Hold(random.Next(12), 4),
                    3 => Capture(random.Next(12), 3),
                    4 => new WalletCommand.Release(Job(random.Next(12))),
                    _ => Read,
                };
                (state, var answer) = state.Step(command);

                // It happened at 10 * i, somewhere in its time: up to six others are under way.
                calls.Add(new Call<WalletCommand>(command, answer, (10 * i) - random.Next(30), (10 * i) + 1 + random.Next(30)));
            }

            Linearization.Fault(calls, CreditsInOrder.Empty).ShouldBeNull($"run {run}");
            var wrong = calls.FindIndex(call => call.Command is WalletCommand.Read);
            calls[wrong] = calls[wrong] with { Answer = "read 1 1" };
            Linearization.Fault(calls, CreditsInOrder.Empty).ShouldNotBeNull($"run {run}");
        }
    }

    private string? Fault() => Linearization.Fault(history, CreditsInOrder.Empty);

    private void Called(WalletCommand command, string answer, long begin, long end) => history.Add(new Call<WalletCommand>(command, answer, begin, end));

    private static JobId Job(int number) => Ledger.Books.Job(number);

    private static WalletCommand.Hold Hold(int job, long amount) => new WalletCommand.Hold(Job(job), amount);

    private static WalletCommand.Capture Capture(int job, long amount) => new WalletCommand.Capture(Job(job), amount);
}
