using System.Collections.Immutable;
using Darkroom.Wallets;

namespace Darkroom.Grains.Tests.Wallets;

public sealed class WalletTests
{
    private static readonly BrandId Brand = new("test");
    private static readonly JobId Job = new(Brand, "j1");
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpendOrder Order = new(["subscription", "promotional", "paid"]);
    private readonly Dictionary<string, Operation> recorded = [];
    private Wallet wallet = Wallet.Empty(new WalletId("w0"), Asset.CreditsOf(Brand));

    [Fact]
    public void Lots_are_spent_in_the_brands_order_and_what_expires_first_goes_first()
    {
        Grant("paid", LotKind.Paid, 10);
        Grant("late", LotKind.Promotional, 10, Now.AddDays(9));
        Grant("soon", LotKind.Promotional, 10, Now.AddDays(2));
        Grant("month", LotKind.Subscription, 10, Now.AddDays(20));

        wallet.View(Order, Now).Lots.Select(lot => lot.Id).ShouldBe(["lot-4", "lot-3", "lot-2", "lot-1"]);
        Keep(wallet.Hold(Job, 25, Order, Now, recorded)).ShouldBe(new HoldResult.Held(25));
        wallet.Holds[Job].Parts.ShouldBe([new HoldPart(4, 10), new HoldPart(3, 10), new HoldPart(2, 5)]);
    }

    [Fact]
    public void A_kind_that_the_brand_does_not_list_is_spent_last_but_can_be_spent()
    {
        Grant("month", LotKind.Subscription, 5);
        Grant("paid", LotKind.Paid, 5);
        Keep(wallet.Hold(Job, 7, new SpendOrder(["paid"]), Now, recorded)).ShouldBe(new HoldResult.Held(7));
        wallet.Holds[Job].Parts.ShouldBe([new HoldPart(2, 5), new HoldPart(1, 2)]);
    }

    [Fact]
    public void A_partial_capture_takes_from_the_lots_in_the_order_of_the_hold_and_gives_the_rest_back()
    {
        Grant("gift", LotKind.Promotional, 4);
        Grant("paid", LotKind.Paid, 6);
        Keep(wallet.Hold(Job, 8, Order, Now, recorded));
        Keep(wallet.Capture(Job, 5, Now, recorded)).ShouldBe(new SettleResult.Settled(5, 3));
        wallet.Lots.Values.Select(lot => (lot.Id, lot.Free, lot.Held, lot.Used)).ShouldBe([(1, 0, 0, 4), (2, 5, 0, 1)]);
    }

    [Fact]
    public void A_lot_expires_with_the_next_thing_that_happens_but_not_what_is_held_of_it()
    {
        Grant("gift", LotKind.Promotional, 10, Now.AddDays(1));
        Keep(wallet.Hold(Job, 4, Order, Now, recorded));
        var later = Now.AddDays(1);

        wallet.View(Order, later).ShouldSatisfyAllConditions(view => view.Balance.ShouldBe(4), view => view.Available.ShouldBe(0));
        Keep(wallet.Expire(later)).ShouldBe(6);
        Keep(wallet.Expire(later)).ShouldBe(0);
        Keep(wallet.Capture(Job, 4, later, recorded)).ShouldBe(new SettleResult.Settled(4, 0));
        wallet.Lots.Values.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            lot => (lot.Free, lot.Held).ShouldBe((0, 0)), lot => (lot.Used, lot.Expired).ShouldBe((4, 6)));
    }

    [Fact]
    public void What_comes_back_to_a_lot_after_its_time_is_written_off_at_once()
    {
        Grant("gift", LotKind.Promotional, 10, Now.AddDays(1));
        Keep(wallet.Hold(Job, 10, Order, Now, recorded));
        Keep(wallet.Release(Job, Now.AddDays(2), recorded)).ShouldBe(new SettleResult.Settled(0, 10));
        (wallet.Free, wallet.Held).ShouldBe((0, 0));
        recorded.Values.Last().Kind.ShouldBe(OperationKind.Expire);
    }

    [Fact]
    public void A_release_before_the_hold_makes_the_hold_impossible()
    {
        Grant("gift", LotKind.Promotional, 10);
        Keep(wallet.Release(Job, Now, recorded)).ShouldBe(new SettleResult.Settled(0, 0));
        Keep(wallet.Hold(Job, 5, Order, Now, recorded)).ShouldBeOfType<HoldResult.Conflict>();
        Keep(wallet.Capture(Job, 0, Now, recorded)).ShouldBeOfType<SettleResult.Conflict>();
        Keep(wallet.Release(Job, Now, recorded)).ShouldBe(new SettleResult.Settled(0, 0));
        wallet.Free.ShouldBe(10);
    }

    [Fact]
    public void A_job_that_costs_nothing_goes_the_same_way()
    {
        Keep(wallet.Hold(Job, 0, Order, Now, recorded)).ShouldBe(new HoldResult.Held(0));
        Keep(wallet.Capture(Job, 0, Now, recorded)).ShouldBe(new SettleResult.Settled(0, 0));
        Keep(wallet.Release(Job, Now, recorded)).ShouldBeOfType<SettleResult.Conflict>();
    }

    [Fact]
    public void Taking_more_than_was_held_and_negative_amounts_are_faults()
    {
        Grant("gift", LotKind.Promotional, 10);
        Keep(wallet.Hold(Job, 5, Order, Now, recorded));
        Should.Throw<ArgumentOutOfRangeException>(() => wallet.Capture(Job, 6, Now, recorded));
        Should.Throw<ArgumentOutOfRangeException>(() => wallet.Capture(Job, -1, Now, recorded));
        Should.Throw<ArgumentOutOfRangeException>(() => wallet.Hold(new JobId(Brand, "j2"), -1, Order, Now, recorded));
        Should.Throw<ArgumentOutOfRangeException>(() => wallet.Grant(new CreditGrant("x", LotKind.Paid, 0, null), Now, recorded));
        Should.Throw<ArgumentException>(() => wallet.Grant(new CreditGrant("settle/test/j1", LotKind.Paid, 1, null), Now, recorded));
    }

    [Fact]
    public void An_operation_that_does_not_follow_is_refused()
    {
        Grant("gift", LotKind.Promotional, 10);
        Keep(wallet.Hold(Job, 5, Order, Now, recorded));
        var release = new Operation(3, OperationIds.Settle(Job), OperationKind.Release, 0, null, Now, [new Leg(LedgerAccount.Held, LedgerAccount.Wallet, 1, 5)]);
        wallet.Apply(release).Free.ShouldBe(10);

        Refused(release with { Sequence = 4 }, "out of sequence");
        Refused(release with { Legs = [release.Legs[0] with { Amount = 4 }] }, "end its hold whole");
        Refused(release with { Legs = [release.Legs[0] with { Amount = 6 }] }, "takes more");
        Refused(release with { Legs = [release.Legs[0] with { Amount = -5 }] }, "moves nothing");
        Refused(release with { Legs = [release.Legs[0] with { Lot = 2 }] }, "lot 2");
        Refused(release with { Legs = [release.Legs[0] with { Target = LedgerAccount.Revenue }] }, "Revenue");
        Refused(release with { Kind = OperationKind.Capture, Amount = 1 }, "does not move its amount");
        Refused(release with { Id = "settle/test/j9" }, "not open");
        Refused(new Operation(3, "hold/test/j9", OperationKind.Hold, 6, null, Now, [new Leg(LedgerAccount.Wallet, LedgerAccount.Held, 1, 6)]), "takes more");
        Refused(new Operation(3, "free", OperationKind.Grant, 9, null, Now, []), "one lot");
        Refused(
            new Operation(3, "free", OperationKind.Grant, 9, new LotTerms(LotKind.Paid, null), Now, [new Leg(LedgerAccount.Promotions, LedgerAccount.Wallet, 3, 9)]),
            "issue its lot");
    }

    [Fact]
    public void The_chain_depends_on_every_part_of_every_operation()
    {
        var start = LedgerChain.Start(new WalletId("w0"), new Asset("credits/test"));
        var operation = new Operation(
            1, "gift", OperationKind.Grant, 10, new LotTerms(LotKind.Promotional, Now), Now, [new Leg(LedgerAccount.Promotions, LedgerAccount.Wallet, 1, 10)]);
        Operation[] others =
        [
            operation with { Sequence = 2 }, operation with { Id = "gifu" }, operation with { Kind = OperationKind.Hold }, operation with { Amount = 11 },
            operation with { Lot = new LotTerms(LotKind.Paid, Now) }, operation with { Lot = new LotTerms(LotKind.Promotional, null) }, operation with { Lot = null },
            operation with { At = Now.AddMilliseconds(1) }, operation with { Legs = [] }, operation with { Legs = [operation.Legs[0] with { Amount = 11 }] },
            operation with { Legs = [operation.Legs[0] with { Lot = 2 }] }, operation with { Legs = [operation.Legs[0] with { Source = LedgerAccount.DeferredRevenue }] },
            operation with { Reason = "" }, operation with { Reason = "twice" },
        ];
        var links = others.Select(other => LedgerChain.Next(start, other))
            .Append(LedgerChain.Next(start, operation))
            .Append(LedgerChain.Next(LedgerChain.Start(new WalletId("w1"), new Asset("credits/test")), operation))
            .Append(LedgerChain.Next(LedgerChain.Start(new WalletId("w0"), new Asset("credits/tesu")), operation));
        links.Select(link => Convert.ToHexString(link.AsSpan())).ShouldBeUnique();
        LedgerChain.Next(start, operation with { Legs = [.. operation.Legs] }).ShouldBe(LedgerChain.Next(start, operation));
    }

    private void Refused(Operation operation, string why) =>
        Should.Throw<InvalidDataException>(() => wallet.Apply(operation)).Message.ShouldContain(why);

    private void Grant(string id, LotKind kind, long amount, DateTimeOffset? expiresAt = null) =>
        Keep(wallet.Grant(new CreditGrant(id, kind, amount, expiresAt), Now, recorded)).ShouldBeOfType<GrantResult.Granted>();

    private T Keep<T>(Decision<T> decision)
    {
        wallet = decision.After;
        foreach (var operation in decision.Operations)
        {
            recorded.Add(operation.Id, operation);
        }

        return decision.Answer;
    }
}
