using Darkroom.Wallets;

namespace Darkroom.Grains.Tests.Wallets;

public sealed class WalletClawbackTests
{
    private static readonly BrandId Brand = new("test");
    private static readonly JobId Job = new(Brand, "j1");
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpendOrder Order = new(["subscription", "promotional", "paid"]);
    private readonly Dictionary<string, Operation> recorded = [];
    private Wallet wallet = Wallet.Empty(new WalletId("w0"), Asset.CreditsOf(Brand));

    [Fact]
    public void What_is_free_is_taken_and_what_was_used_is_owed()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Spend(Job, 7);
        Claw("refund/1", "payment/1", 10).ShouldBe(new ClawbackResult.Reclaimed(3, 7));
        Shown(Now).ShouldBe((0, 0, 7));
        Last(OperationKind.Refund).Legs.ShouldBe(
            [new Leg(LedgerAccount.Wallet, LedgerAccount.Refunds, 1, 3), new Leg(LedgerAccount.Debt, LedgerAccount.Refunds, 1, 7)]);
    }

    [Fact]
    public void Other_lots_are_not_touched_and_can_be_spent_beside_a_debt()
    {
        Grant("gift", LotKind.Promotional, 5);
        Grant("payment/1", LotKind.Paid, 4);
        Grant("payment/2", LotKind.Paid, 4);
        Spend(Job, 9);
        Claw("dispute/1", "payment/1", 4, ClawbackKind.Dispute).ShouldBe(new ClawbackResult.Reclaimed(0, 4));
        Shown(Now).ShouldBe((4, 0, 4));
        Spend(new JobId(Brand, "j2"), 4);
        Shown(Now).ShouldBe((0, 0, 4));
    }

    [Fact]
    public void A_hold_is_not_broken_and_what_comes_back_from_it_pays_the_debt_first()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Keep(wallet.Hold(Job, 8, Order, Now, recorded));
        Claw("refund/1", "payment/1", 6).ShouldBe(new ClawbackResult.Reclaimed(2, 4));
        Shown(Now).ShouldBe((0, 8, 4));
        Keep(wallet.Capture(Job, 3, Now, recorded)).ShouldBe(new SettleResult.Settled(3, 5));
        Shown(Now).ShouldBe((1, 0, 0));
        Last(OperationKind.Repayment).Legs.ShouldBe([new Leg(LedgerAccount.Wallet, LedgerAccount.Debt, 1, 4)]);
    }

    [Fact]
    public void A_hold_that_is_captured_whole_leaves_the_debt()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Keep(wallet.Hold(Job, 10, Order, Now, recorded));
        Claw("refund/1", "payment/1", 10).ShouldBe(new ClawbackResult.Reclaimed(0, 10));
        Keep(wallet.Capture(Job, 10, Now, recorded)).ShouldBe(new SettleResult.Settled(10, 0));
        Shown(Now).ShouldBe((0, 0, 10));
    }

    [Fact]
    public void What_comes_back_to_a_lot_after_its_time_pays_its_debt_before_the_rest_expires()
    {
        Grant("payment/1", LotKind.Subscription, 10, Now.AddDays(1));
        Keep(wallet.Hold(Job, 10, Order, Now, recorded));
        Claw("refund/1", "payment/1", 4).ShouldBe(new ClawbackResult.Reclaimed(0, 4));
        Keep(wallet.Release(Job, Now.AddDays(2), recorded));
        Shown(Now.AddDays(2)).ShouldBe((0, 0, 0));
        Last(OperationKind.Repayment).Amount.ShouldBe(4);
        Last(OperationKind.Expire).Amount.ShouldBe(6);
    }

    [Fact]
    public void Nothing_is_owed_for_credits_that_expired_unused()
    {
        Grant("month", LotKind.Subscription, 10, Now.AddDays(1));
        Spend(Job, 3);
        Keep(wallet.Claw(new CreditClawback("refund/1", "month", ClawbackKind.Refund, 10), Now.AddDays(2), recorded))
            .ShouldBe(new ClawbackResult.Reclaimed(0, 3));
        Last(OperationKind.Refund).Legs.ShouldBe(
            [new Leg(LedgerAccount.Expired, LedgerAccount.Refunds, 1, 7), new Leg(LedgerAccount.Debt, LedgerAccount.Refunds, 1, 3)]);
    }

    [Fact]
    public void The_next_credits_that_are_bought_pay_the_oldest_debt_first_and_gifts_pay_none()
    {
        Grant("payment/1", LotKind.Paid, 5);
        Grant("payment/2", LotKind.Paid, 5);
        Spend(Job, 10);
        Claw("refund/2", "payment/2", 5);
        Claw("refund/1", "payment/1", 5);
        Grant("gift", LotKind.Promotional, 20);
        Shown(Now).ShouldBe((20, 0, 10));
        Grant("payment/3", LotKind.Paid, 7);
        Shown(Now).ShouldBe((20, 0, 3));
        wallet.Lots.Values.Select(lot => lot.Debt).ShouldBe([0, 3, 0, 0]);
        Grant("month", LotKind.Subscription, 7);
        Shown(Now).ShouldBe((24, 0, 0));
    }

    [Fact]
    public void The_same_clawback_comes_once_and_another_under_its_name_is_a_conflict()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Grant("payment/2", LotKind.Paid, 10);
        Claw("refund/1", "payment/1", 4).ShouldBe(new ClawbackResult.Reclaimed(4, 0));
        Claw("refund/1", "payment/1", 4).ShouldBe(new ClawbackResult.Reclaimed(4, 0));
        Claw("refund/1", "payment/1", 5).ShouldBeOfType<ClawbackResult.Conflict>();
        Claw("refund/1", "payment/2", 4).ShouldBeOfType<ClawbackResult.Conflict>();
        Claw("refund/1", "payment/1", 4, ClawbackKind.Dispute).ShouldBeOfType<ClawbackResult.Conflict>();
        Claw("payment/2", "payment/1", 4).ShouldBeOfType<ClawbackResult.Conflict>();
        Shown(Now).ShouldBe((16, 0, 0));
    }

    [Fact]
    public void No_more_is_taken_back_than_the_grant_gave_and_only_of_what_was_paid_for()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Grant("gift", LotKind.Promotional, 10);
        Claw("refund/1", "payment/1", 6);
        Claw("refund/2", "payment/1", 5).ShouldBeOfType<ClawbackResult.Refused>().Reason.ShouldContain("6 of them");
        Claw("refund/3", "payment/1", 4).ShouldBe(new ClawbackResult.Reclaimed(4, 0));
        Claw("refund/4", "gift", 1).ShouldBeOfType<ClawbackResult.Refused>();
        Claw("refund/5", "payment/9", 1).ShouldBeOfType<ClawbackResult.Refused>();
        Should.Throw<ArgumentException>(() => Claw("correction/x", "payment/1", 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Claw("refund/6", "payment/1", 0));
    }

    [Fact]
    public void A_reinstatement_cancels_what_is_left_of_the_debt_and_gives_the_rest_back_once()
    {
        Grant("payment/1", LotKind.Paid, 10, Now.AddDays(30));
        Spend(Job, 7);
        Claw("dispute/1", "payment/1", 10, ClawbackKind.Dispute).ShouldBe(new ClawbackResult.Reclaimed(3, 7));
        Grant("payment/2", LotKind.Paid, 2);
        Keep(wallet.Reinstate("dispute/1", Now, recorded)).ShouldBe(new ReinstateResult.Reinstated(5, 5));
        Keep(wallet.Reinstate("dispute/1", Now, recorded)).ShouldBe(new ReinstateResult.Reinstated(5, 5));
        Shown(Now).ShouldBe((5, 0, 0));
        wallet.View(Order, Now).Lots.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            lot => lot.Id.ShouldBe("lot-1"), lot => lot.Remaining.ShouldBe(5), lot => lot.ExpiresAt.ShouldBe(Now.AddDays(30)));

        // What stands again can be taken back again.
        Claw("refund/1", "payment/1", 10).ShouldBe(new ClawbackResult.Reclaimed(5, 5));
    }

    [Fact]
    public void What_is_reinstated_pays_first_what_another_clawback_of_the_lot_left_owed()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Spend(Job, 5);
        Claw("refund/1", "payment/1", 5).ShouldBe(new ClawbackResult.Reclaimed(5, 0));
        Claw("refund/2", "payment/1", 5).ShouldBe(new ClawbackResult.Reclaimed(0, 5));
        Keep(wallet.Reinstate("refund/1", Now, recorded)).ShouldBe(new ReinstateResult.Reinstated(0, 5));
        Shown(Now).ShouldBe((0, 0, 0));
        Keep(wallet.Reinstate("refund/2", Now, recorded)).ShouldBe(new ReinstateResult.Reinstated(5, 0));
        Keep(wallet.Reinstate("payment/1", Now, recorded)).ShouldBeOfType<ReinstateResult.Refused>();
        Keep(wallet.Reinstate("refund/9", Now, recorded)).ShouldBeOfType<ReinstateResult.Refused>();
    }

    [Fact]
    public void Credits_that_are_reinstated_after_their_time_expire_at_once()
    {
        Grant("month", LotKind.Subscription, 10, Now.AddDays(1));
        Claw("dispute/1", "month", 10, ClawbackKind.Dispute);
        Keep(wallet.Reinstate("dispute/1", Now.AddDays(2), recorded)).ShouldBe(new ReinstateResult.Reinstated(10, 0));
        Shown(Now.AddDays(2)).ShouldBe((0, 0, 0));
        Last(OperationKind.Expire).Amount.ShouldBe(10);
    }

    [Fact]
    public void A_wrong_grant_is_reversed_once_while_all_of_it_is_there()
    {
        Grant("welcome", LotKind.Promotional, 10);
        Keep(wallet.Correct(new CreditCorrection("welcome", "granted-twice"), Now, recorded)).ShouldBe(new CorrectResult.Corrected(10));
        Keep(wallet.Correct(new CreditCorrection("welcome", "granted-twice"), Now, recorded)).ShouldBe(new CorrectResult.Corrected(10));
        Keep(wallet.Correct(new CreditCorrection("welcome", "fraud"), Now, recorded)).ShouldBeOfType<CorrectResult.Conflict>();
        Shown(Now).ShouldBe((0, 0, 0));
        Last(OperationKind.Correction).ShouldSatisfyAllConditions(
            correction => correction.Reason.ShouldBe("granted-twice"),
            correction => correction.Legs.ShouldBe([new Leg(LedgerAccount.Wallet, LedgerAccount.Promotions, 1, 10)]));

        // The grant's own answer stays, and nothing comes a second time.
        Keep(wallet.Grant(new CreditGrant("welcome", LotKind.Promotional, 10, null), Now, recorded)).ShouldBe(new GrantResult.Granted("lot-1"));
        Shown(Now).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void A_wrong_grant_whose_credits_are_gone_says_what_is_missing()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Spend(Job, 3);
        Claw("refund/1", "payment/1", 2);
        Keep(wallet.Correct(new CreditCorrection("payment/1", "mistake"), Now, recorded))
            .ShouldBe(new CorrectResult.Refused("10 credits were granted and 5 of them are left: 5 are missing.", 5));
        Shown(Now).ShouldBe((5, 0, 0));
    }

    [Fact]
    public void Nothing_is_taken_back_of_a_grant_that_was_reversed()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Keep(wallet.Correct(new CreditCorrection("payment/1", "mistake"), Now, recorded)).ShouldBe(new CorrectResult.Corrected(10));
        Claw("refund/1", "payment/1", 1).ShouldBeOfType<ClawbackResult.Refused>();
    }

    [Fact]
    public void A_wrong_charge_goes_back_to_its_lots_and_pays_what_is_owed_for_them()
    {
        Grant("gift", LotKind.Promotional, 4);
        Grant("payment/1", LotKind.Paid, 6);
        Spend(Job, 9);
        Claw("refund/1", "payment/1", 6).ShouldBe(new ClawbackResult.Reclaimed(1, 5));
        Keep(wallet.Correct(new CreditCorrection(OperationIds.Settle(Job), "no-result"), Now, recorded)).ShouldBe(new CorrectResult.Corrected(9));
        Shown(Now).ShouldBe((4, 0, 0));
        Keep(wallet.Capture(Job, 9, Now, recorded)).ShouldBe(new SettleResult.Settled(9, 0));
        Shown(Now).ShouldBe((4, 0, 0));
    }

    [Fact]
    public void What_is_no_grant_and_no_charge_is_not_reversed()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Keep(wallet.Hold(Job, 0, Order, Now, recorded));
        Keep(wallet.Capture(Job, 0, Now, recorded));
        Claw("refund/1", "payment/1", 1);
        foreach (var id in new[] { OperationIds.Hold(Job), OperationIds.Settle(Job), "refund/1", "payment/9" })
        {
            Keep(wallet.Correct(new CreditCorrection(id, "mistake"), Now, recorded)).ShouldBeOfType<CorrectResult.Refused>();
        }

        Should.Throw<ArgumentException>(() => wallet.Correct(new CreditCorrection("payment/1", "No code!"), Now, recorded));
    }

    [Fact]
    public void Operations_that_do_not_follow_are_refused()
    {
        Grant("payment/1", LotKind.Paid, 10);
        Spend(Job, 7);
        Claw("refund/1", "payment/1", 8);
        var dispute = new Operation(5, "dispute/1", OperationKind.Dispute, 2, null, Now, [new Leg(LedgerAccount.Debt, LedgerAccount.Disputes, 1, 2)]);
        wallet.Apply(dispute).Debt.ShouldBe(7);
        Refused(dispute with { Amount = 3, Legs = [dispute.Legs[0] with { Amount = 3 }] }, "takes more");
        Refused(dispute with { Legs = [] }, "does not move its amount");
        Refused(dispute with { Legs = [dispute.Legs[0] with { Target = LedgerAccount.Refunds }] }, "moves from Debt to Refunds");
        Refused(dispute with { Legs = [dispute.Legs[0] with { Source = LedgerAccount.Held }] }, "moves from Held");
        Refused(dispute with { Reason = "why" }, "reason");
        var repayment = new Operation(5, "repayment/1/5", OperationKind.Repayment, 1, null, Now, [new Leg(LedgerAccount.Wallet, LedgerAccount.Debt, 1, 1)]);
        Refused(repayment, "takes more");
        var reinstatement = new Operation(5, "reinstatement/refund/1", OperationKind.Reinstatement, 9, null, Now, [new Leg(LedgerAccount.Refunds, LedgerAccount.Wallet, 1, 9)]);
        Refused(reinstatement, "takes more");
        var correction = new Operation(5, "correction/x", OperationKind.Correction, 8, null, Now, [new Leg(LedgerAccount.Revenue, LedgerAccount.Wallet, 1, 8)], "mistake");
        Refused(correction, "takes more");
        Refused(correction with { Amount = 7, Legs = [correction.Legs[0] with { Amount = 7 }], Reason = null }, "reason");
        wallet.Apply(correction with { Amount = 7, Legs = [correction.Legs[0] with { Amount = 7 }] }).Free.ShouldBe(7);
    }

    private (long Free, long Held, long Debt) Shown(DateTimeOffset at)
    {
        var view = wallet.View(Order, at);
        return (view.Available, view.Held, view.Debt);
    }

    private Operation Last(OperationKind kind) => recorded.Values.Last(operation => operation.Kind == kind);

    private void Grant(string id, LotKind kind, long amount, DateTimeOffset? expiresAt = null) =>
        Keep(wallet.Grant(new CreditGrant(id, kind, amount, expiresAt), Now, recorded)).ShouldBeOfType<GrantResult.Granted>();

    private void Spend(JobId job, long amount)
    {
        Keep(wallet.Hold(job, amount, Order, Now, recorded)).ShouldBe(new HoldResult.Held(amount));
        Keep(wallet.Capture(job, amount, Now, recorded)).ShouldBe(new SettleResult.Settled(amount, 0));
    }

    private ClawbackResult Claw(string id, string grant, long amount, ClawbackKind kind = ClawbackKind.Refund) =>
        Keep(wallet.Claw(new CreditClawback(id, grant, kind, amount), Now, recorded));

    private void Refused(Operation operation, string why) =>
        Should.Throw<InvalidDataException>(() => wallet.Apply(operation)).Message.ShouldContain(why);

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
