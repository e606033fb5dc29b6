using Darkroom.Wallets;

namespace Darkroom.Grains.Tests.Wallets;

/// <summary>Where a brand says so, earned credits can be used only while no subscription is active (IMG-09).</summary>
[Trait("Clause", "IMG-09")]
public sealed class EarnedCreditsTests
{
    private static readonly BrandId Brand = new("test");
    private static readonly JobId Job = new(Brand, "j1");
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SpendOrder Withholding = new(["subscription", "promotional", "paid"], withholdsEarned: true);
    private readonly Dictionary<string, Operation> recorded = [];
    private Wallet wallet = Wallet.Empty(new WalletId("w0"), Asset.CreditsOf(Brand));

    [Fact]
    public void Without_a_subscription_they_are_spent_as_always()
    {
        Grant("shared", LotKind.Promotional, 10);
        Keep(wallet.Hold(Job, 11, Withholding, Now, recorded)).ShouldBe(new HoldResult.Insufficient(11, 10));
        Keep(wallet.Hold(Job, 10, Withholding, Now, recorded)).ShouldBe(new HoldResult.Held(10));
    }

    [Fact]
    public void Beside_a_subscription_they_stay_and_a_used_up_allowance_says_so()
    {
        Grant("shared", LotKind.Promotional, 10);
        Grant("month", LotKind.Subscription, 5, Now.AddDays(30));
        Keep(wallet.Hold(Job, 6, Withholding, Now, recorded)).ShouldBe(new HoldResult.AllowanceUsedUp(6, 5, 10));
        Keep(wallet.Hold(Job, 5, Withholding, Now, recorded)).ShouldBe(new HoldResult.Held(5));
        Keep(wallet.Capture(Job, 5, Now, recorded));

        // The subscription is active although nothing is left of its allowance.
        Keep(wallet.Hold(new JobId(Brand, "j2"), 1, Withholding, Now, recorded)).ShouldBe(new HoldResult.AllowanceUsedUp(1, 0, 10));
        wallet.View(Withholding, Now).ShouldSatisfyAllConditions(
            view => view.Balance.ShouldBe(10), view => view.Withheld.ShouldBe(10), view => view.Available.ShouldBe(0));
    }

    [Fact]
    public void They_can_be_used_again_when_the_subscriptions_time_has_run_out()
    {
        Grant("shared", LotKind.Promotional, 10);
        Grant("month", LotKind.Subscription, 5, Now.AddDays(30));
        wallet.View(Withholding, Now.AddDays(30)).ShouldSatisfyAllConditions(view => view.Withheld.ShouldBe(0), view => view.Available.ShouldBe(10));
        Keep(wallet.Hold(Job, 10, Withholding, Now.AddDays(30), recorded)).ShouldBe(new HoldResult.Held(10));
    }

    [Fact]
    public void A_subscription_that_was_refunded_whole_is_not_active()
    {
        Grant("shared", LotKind.Promotional, 10);
        Grant("month", LotKind.Subscription, 5, Now.AddDays(30));
        Keep(wallet.Claw(new CreditClawback("refund/1", "month", ClawbackKind.Refund, 5), Now, recorded));
        Keep(wallet.Hold(Job, 10, Withholding, Now, recorded)).ShouldBe(new HoldResult.Held(10));
    }

    [Fact]
    public void Credits_that_were_bought_can_be_used_beside_a_subscription()
    {
        Grant("shared", LotKind.Promotional, 10);
        Grant("month", LotKind.Subscription, 5);
        Grant("payment/1", LotKind.Paid, 3);
        Keep(wallet.Hold(Job, 8, Withholding, Now, recorded)).ShouldBe(new HoldResult.Held(8));
        wallet.Holds[Job].Parts.ShouldBe([new HoldPart(2, 5), new HoldPart(3, 3)]);
        Keep(wallet.Hold(new JobId(Brand, "j2"), 1, Withholding, Now, recorded)).ShouldBe(new HoldResult.AllowanceUsedUp(1, 0, 10));
    }

    [Fact]
    public void Other_brands_spend_them_beside_a_subscription()
    {
        Grant("shared", LotKind.Promotional, 10);
        Grant("month", LotKind.Subscription, 5);
        Keep(wallet.Hold(Job, 15, new SpendOrder(["subscription", "promotional", "paid"]), Now, recorded)).ShouldBe(new HoldResult.Held(15));
    }

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
