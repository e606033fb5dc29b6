using Darkroom.Accounts;
using static Darkroom.Grains.Tests.Accounts.Samples;

namespace Darkroom.Grains.Tests.Accounts;

/// <summary>Nobody can be kept out, nobody can be flooded.</summary>
public sealed class MailBudgetTests
{
    [Fact]
    public void Three_mails_at_once_then_one_every_ten_minutes()
    {
        var budget = Spend(Spend(Spend(MailBudget.Fresh, Noon), Noon), Noon);
        budget.Spend(Noon).ShouldBeNull();
        budget.Spend(Noon + MailBudget.Refill - TimeSpan.FromSeconds(1)).ShouldBeNull();
        budget.Spend(Noon + MailBudget.Refill).ShouldNotBeNull();
    }

    [Fact]
    public void While_a_patient_stranger_spends_it_the_mail_of_before_is_still_good()
    {
        var (budget, last, patience) = (MailBudget.Fresh, Noon, 0);
        for (var now = Noon; patience < MailBudget.PatienceMails; now += TimeSpan.FromSeconds(30))
        {
            if (budget.Spend(now) is { } next)
            {
                (budget, last, patience) = (next, now, patience + 1);
            }

            (now - last).ShouldBeLessThan(Challenge.Lifetime, "then there would be neither a mail nor a new one");
        }
    }

    [Fact]
    public void A_day_of_malice_causes_fewer_than_seventy_mails()
    {
        var (budget, mails) = (MailBudget.Fresh, 0);
        for (var now = Noon; now < Noon.AddDays(1); now += TimeSpan.FromSeconds(10))
        {
            if (budget.Spend(now) is { } next)
            {
                (budget, mails) = (next, mails + 1);
            }
        }

        mails.ShouldBeInRange(40, 69);
    }

    [Fact]
    public void Whoever_answers_gets_mails_at_the_normal_pace()
    {
        var (budget, now) = (MailBudget.Fresh, Noon);
        for (var mails = 0; mails < 40; mails++, now += MailBudget.Refill)
        {
            budget = Spend(budget, now).Answered(now);
        }

        Spend(budget, now).Unanswered.ShouldBe(1);
    }

    [Fact]
    public void A_clock_that_goes_back_gives_nothing_away()
    {
        var budget = Spend(Spend(Spend(MailBudget.Fresh, Noon), Noon), Noon);
        budget.Spend(Noon.AddHours(-1)).ShouldBeNull();
    }

    private static MailBudget Spend(MailBudget budget, DateTimeOffset now) => budget.Spend(now).ShouldNotBeNull();
}
