using System.Numerics;
using Darkroom.Prices;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Prices;

/// <summary>Credits in money: the tier of the whole quantity, one rounding, and no surprises.</summary>
public sealed class CreditPriceTests
{
    private static readonly CreditPrice Euro = new("EUR", [new(10, 9.5m), new(100, 8m), new(1000, 6.75m)], 5000);

    [Theory]
    [InlineData(10, 95)]
    [InlineData(11, 105)] // 104.5
    [InlineData(13, 124)] // 123.5
    [InlineData(12, 114)]
    [InlineData(99, 941)] // 940.5
    [InlineData(100, 800)]
    [InlineData(999, 7992)]
    [InlineData(1000, 6750)]
    [InlineData(1001, 6757)] // 6756.75
    [InlineData(5000, 33750)]
    public void The_whole_quantity_has_its_tiers_amount_rounded_half_up(long credits, long amount) => Euro.Quote(credits)!.Amount.ShouldBe(amount);

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(5001)]
    [InlineData(long.MaxValue)]
    public void Outside_of_what_is_sold_there_is_no_quote(long credits) => Euro.Quote(credits).ShouldBeNull();

    [Fact]
    public void A_quantity_that_a_larger_one_undercuts_says_so()
    {
        Euro.Quote(99)!.Cheaper.ShouldBe(new CheaperCredits(100, 800));
        Euro.Quote(84)!.Cheaper.ShouldBeNull("84 credits at 9.5 are 798");
        Euro.Quote(85)!.Cheaper.ShouldBe(new CheaperCredits(100, 800), "85 credits at 9.5 are 808");
        Euro.Quote(5000)!.Cheaper.ShouldBeNull();
    }

    [Fact]
    public void Totals_are_exact_and_never_overflow() => Prop.ForAll(Prices(), (price) =>
    {
        foreach (var credits in price.Tiers.SelectMany(tier => new[] { tier.From, tier.From - 1, tier.From + 1 }).Append(price.Maximum))
        {
            if (price.Quote(credits) is not { } quote)
            {
                (credits < price.Minimum || credits > price.Maximum).ShouldBeTrue();
                continue;
            }

            // The same in whole numbers of unlimited size: 10^12 parts of a minor unit.
            var exact = new BigInteger(quote.UnitAmount * 1_000_000_000_000m) * credits;
            new BigInteger(quote.Amount).ShouldBe((exact + 500_000_000_000) / 1_000_000_000_000);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_pays_more_for_less_is_told_and_nobody_else() => Prop.ForAll(Prices(), Gen.Choose(1, 1_000_000).ToArbitrary(), (price, credits) =>
    {
        if (price.Quote(credits) is not { } quote)
        {
            return;
        }

        var better = price.Tiers.Where(tier => tier.From > credits).Select(tier => price.Quote(tier.From)!.Amount).Where(amount => amount < quote.Amount).ToList();
        (quote.Cheaper?.Amount).ShouldBe(better.Count == 0 ? null : better.Min());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Prices_that_make_no_sense_cannot_be_made()
    {
        foreach (var (tiers, maximum) in new (CreditTier[], long)[]
        {
            ([], 10),
            ([new(0, 1)], 10),
            ([new(5, 1)], 4),
            ([new(5, 1), new(5, 0.5m)], 10),
            ([new(5, 1), new(6, 1)], 10),
            ([new(5, 1), new(6, 2)], 10),
            ([new(5, 0)], 10),
            ([new(5, -1)], 10),
            ([new(5, 1_000_001)], 10),
            ([new(5, 0.0000000000001m)], 10),
            ([new(5, 1)], 1_000_001),
        })
        {
            Should.Throw<ArgumentException>(() => new CreditPrice("EUR", tiers, maximum));
        }
    }

    private static Arbitrary<CreditPrice> Prices() => Gen.Choose(1, 1_000_000).Two().NonEmptyListOf().Select(pairs =>
    {
        var froms = pairs.Select(pair => (long)pair.Item1).Distinct().Order().ToArray();
        var amounts = pairs.Select(pair => pair.Item2 * 1.000_000_000_001m).Where(amount => amount <= 1_000_000).Append(0.5m).Distinct().OrderDescending().ToArray();
        var count = Math.Min(froms.Length, amounts.Length);
        return new CreditPrice("EUR", [.. Enumerable.Range(0, count).Select(n => new CreditTier(froms[n], amounts[n]))], 1_000_000);
    }).ToArbitrary();
}
