using System.Globalization;
using Darkroom.Prices;

namespace Darkroom.Gateway.Prices;

/// <summary>What this brand's credits cost.</summary>
/// <param name="Credits">By currency, in alphabetical order; empty where credits are not sold.</param>
public sealed record PriceListBody(IReadOnlyList<CreditPriceBody> Credits);

/// <summary>What credits cost in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Minimum">The fewest credits that can be bought at once.</param>
/// <param name="Maximum">The most credits that can be bought at once.</param>
/// <param name="Tiers">By volume, ascending: the tier of the whole quantity decides the unit amount of all of it.</param>
public sealed record CreditPriceBody(string Currency, long Minimum, long Maximum, IReadOnlyList<CreditTierBody> Tiers)
{
    internal static CreditPriceBody Of(CreditPrice price) => new(
        price.Currency, price.Minimum, price.Maximum, [.. price.Tiers.Select(tier => new CreditTierBody(tier.From, CreditTierBody.Text(tier.UnitAmount)))]);
}

/// <summary>A tier by volume.</summary>
/// <param name="From">The fewest credits that it is for.</param>
/// <param name="UnitAmount">Minor units of the currency for one credit, as decimal text.</param>
public sealed record CreditTierBody(long From, string UnitAmount)
{
    // As text, so that no client's floating point changes it; without the zeros at its end.
    internal static string Text(decimal amount) => amount.ToString("0.############", CultureInfo.InvariantCulture);
}
