namespace Darkroom.Prices;

/// <summary>What a job can cost, as far as is known.</summary>
/// <param name="From">The least, in whole credits.</param>
/// <param name="To">The most, in whole credits.</param>
public readonly record struct PriceRange(long From, long To)
{
    /// <summary>Whether the price cannot be another any more.</summary>
    public bool IsFixed => From == To;
}
