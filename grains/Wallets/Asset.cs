namespace Darkroom.Wallets;

/// <summary>What is counted. Amounts of different assets never meet; the books of each one sum to zero.</summary>
/// <param name="Name"><c>credits/{brand}</c>; for money its ISO 4217 code.</param>
[GenerateSerializer, Immutable, Alias("darkroom.asset")]
public readonly record struct Asset([property: Id(0)] string Name)
{
    /// <summary>The credits of a brand, whole ones.</summary>
    public static Asset CreditsOf(BrandId brand) => new($"credits/{brand}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
