using Darkroom.Prices;
using FsCheck;
using FsCheck.Fluent;

namespace Darkroom.Grains.Tests.Prices;

/// <summary>What a job costs follows from its pictures alone, and from nothing else.</summary>
public sealed class ToolPriceTests
{
    private const long Largest = 60_000_000;

    private static readonly ToolPrice BySize = ToolPrice.BySize(new(12_000_000, 4), new(24_500_000, 6), new(null, 9));

    [Theory]
    [InlineData(1, 4)]
    [InlineData(11_999_999, 4)]
    [InlineData(12_000_000, 4)]
    [InlineData(12_000_001, 6)]
    [InlineData(24_500_000, 6)]
    [InlineData(24_500_001, 9)]
    [InlineData(long.MaxValue, 9)]
    public void A_step_holds_up_to_its_bound_and_with_it(long pixels, long credits) => BySize.Of([pixels]).ShouldBe(credits);

    [Fact]
    public void By_size_each_picture_costs_its_own_and_a_whole_price_is_the_jobs()
    {
        BySize.Of([1, 12_000_001, Largest]).ShouldBe(4 + 6 + 9);
        ToolPrice.PerJob(5).Of([1, 12_000_001, Largest]).ShouldBe(5);
        BySize.Smallest.ShouldBe(4);
    }

    [Fact]
    public void What_is_not_known_yet_makes_a_range()
    {
        BySize.Possible([], 1, 1, Largest).ShouldBe(new PriceRange(4, 9));
        BySize.Possible([], 1, 1, 12_000_000).IsFixed.ShouldBeTrue("a brand that takes no larger pictures has one price");
        BySize.Possible([13_000_000], 0, 2, Largest).ShouldBe(new PriceRange(6, 6 + 18));
        BySize.Possible([13_000_000], 0, 0, Largest).IsFixed.ShouldBeTrue();
        ToolPrice.PerJob(5).Possible([], 1, 3, Largest).ShouldBe(new PriceRange(5, 5));
    }

    [Fact]
    public void The_price_lies_in_every_range_that_was_given_on_the_way_and_ranges_only_narrow() => Prop.ForAll(Prices(), Sizes(), (price, sizes) =>
    {
        var before = price.Possible([], 1, sizes.Length, Largest);
        for (var known = 0; known <= sizes.Length; known++)
        {
            var range = price.Possible(sizes[..known], known == 0 ? 1 : 0, sizes.Length - known, Largest);
            range.From.ShouldBeInRange(before.From, before.To);
            range.To.ShouldBeInRange(range.From, before.To);
            price.Of(sizes).ShouldBeInRange(range.From, range.To);
            before = range;
        }

        before.IsFixed.ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_larger_picture_never_costs_less_and_their_order_does_not_matter() => Prop.ForAll(Prices(), Sizes(), (price, sizes) =>
    {
        var sorted = sizes.Order().ToArray();
        sorted.Zip(sorted.Skip(1)).ShouldAllBe(pair => price.Of(new[] { pair.First }) <= price.Of(new[] { pair.Second }));
        price.Of(sizes).ShouldBe(price.Of(sorted));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Prices_that_make_no_sense_cannot_be_made()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ToolPrice.PerJob(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => ToolPrice.PerJob(ToolPrice.MaximumCredits + 1));
        foreach (var steps in new PriceStep[][]
        {
            [],
            [new(10, 4)],
            [new(null, 4), new(null, 5)],
            [new(10, 4), new(10, 5), new(null, 6)],
            [new(20, 4), new(10, 5), new(null, 6)],
            [new(10, 4), new(null, 4)],
            [new(10, 4), new(null, 3)],
            [new(0, 4), new(null, 5)],
            [new(10, -1), new(null, 5)],
        })
        {
            Should.Throw<ArgumentException>(() => ToolPrice.BySize(steps));
        }
    }

    private static Arbitrary<long[]> Sizes() =>
        Gen.Choose(1, (int)Largest).Select(pixels => (long)pixels).ArrayOf().Select(sizes => sizes.Length == 0 ? [1] : sizes[..Math.Min(8, sizes.Length)]).ToArbitrary();

    private static Arbitrary<ToolPrice> Prices()
    {
        var perJob = Gen.Choose(0, 1_000_000).Select(credits => ToolPrice.PerJob(credits));
        var bySize = Gen.Choose(1, 1000).Two().ArrayOf().Select(pairs =>
        {
            var bounds = pairs.Select(pair => pair.Item1 * 50_000L).Distinct().Order().ToArray();
            var credits = pairs.Select(pair => (long)pair.Item2).Append(0).Distinct().Order().ToArray();
            var count = Math.Min(bounds.Length, credits.Length - 1);
            return ToolPrice.BySize([.. Enumerable.Range(0, count).Select(n => new PriceStep(bounds[n], credits[n])), new PriceStep(null, credits[count])]);
        });
        return Gen.OneOf(perJob, bySize).ToArbitrary();
    }
}
