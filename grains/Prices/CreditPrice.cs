namespace Darkroom.Prices;

/// <summary>
/// What credits cost in one currency, in volume tiers as Stripe means 'volume': the tier of the whole quantity decides the unit amount of all of it.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>
/// With such tiers, a quantity just below a tier costs more than the tier's first: 99 credits at 9.5 cents are 9.41 EUR, 100 at 8 cents
/// are 8.00 EUR. It lies in their nature, every discount has such a place, so a file with them is not refused. But nobody is to pay more for less
/// without knowing: the quote of such a quantity names the larger one that costs less.
/// </remarks>
public sealed class CreditPrice
{
    /// <summary>The most credits in one purchase that a file may allow. With <see cref="MaximumUnitAmount"/>, no total comes near the limits of a decimal or a long.</summary>
    public const long MaximumCredits = 1_000_000;

    /// <summary>The most that one credit may cost, in minor units.</summary>
    public const decimal MaximumUnitAmount = 1_000_000m;

    /// <summary>Decimals that a unit amount may have: as many as Stripe's <c>unit_amount_decimal</c>.</summary>
    public const int MaximumDecimals = 12;

    /// <summary>Makes a price from tiers that have been checked.</summary>
    /// <exception cref="ArgumentException">No tiers, tiers that do not rise, amounts out of bounds or growing, or a maximum below the last tier.</exception>
    public CreditPrice(string currency, IReadOnlyList<CreditTier> tiers, long maximum)
    {
        var isGood = tiers.Count > 0 && tiers[0].From > 0 && maximum >= tiers[^1].From && maximum <= MaximumCredits
            && tiers.All(tier => tier.UnitAmount is > 0 and <= MaximumUnitAmount && tier.UnitAmount.Scale <= MaximumDecimals)
            && tiers.Zip(tiers.Skip(1)).All(pair => pair.First.From < pair.Second.From && pair.First.UnitAmount > pair.Second.UnitAmount);
        if (!isGood)
        {
            throw new ArgumentException("The tiers of a price must begin above zero, rise in quantity and fall in amount.", nameof(tiers));
        }

        (Currency, Tiers, Maximum) = (currency, [.. tiers], maximum);
    }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; }

    /// <summary>Ascending in quantity, descending in unit amount.</summary>
    public IReadOnlyList<CreditTier> Tiers { get; }

    /// <summary>The fewest credits that can be bought at once.</summary>
    public long Minimum => Tiers[0].From;

    /// <summary>The most credits that can be bought at once.</summary>
    public long Maximum { get; }

    /// <summary>What this many credits cost; null outside of <see cref="Minimum"/> to <see cref="Maximum"/>.</summary>
    public CreditQuote? Quote(long credits)
    {
        if (credits < Minimum || credits > Maximum)
        {
            return null;
        }

        var tier = Tiers.Last(each => each.From <= credits);
        var amount = Total(credits, tier);
        var cheaper = Tiers.Where(each => each.From > credits).Select(each => new CheaperCredits(each.From, Total(each.From, each)))
            .Where(more => more.Amount < amount).MinBy(more => more.Amount);
        return new CreditQuote(credits, Currency, amount, tier.UnitAmount, cheaper);
    }

    /// <summary>Half a minor unit is rounded up, once, in the total.</summary>
    internal static long Total(long credits, CreditTier tier) => (long)decimal.Round(credits * tier.UnitAmount, MidpointRounding.AwayFromZero);
}
