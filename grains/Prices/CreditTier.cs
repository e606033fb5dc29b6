namespace Darkroom.Prices;

/// <summary>A tier of a volume price.</summary>
/// <param name="From">The fewest credits that it is for.</param>
/// <param name="UnitAmount">What each credit costs, in minor units of the currency; may have decimals.</param>
public sealed record CreditTier(long From, decimal UnitAmount);
