namespace Darkroom.Brands;

/// <summary>What a brand looks like.</summary>
/// <param name="Accent">The accent colour as <c>#rrggbb</c>.</param>
/// <param name="Tagline">One sentence by language tag; every language of the brand has one.</param>
public sealed record BrandLook(string Accent, IReadOnlyDictionary<string, string> Tagline)
{
    internal const string White = "#ffffff";
    internal const int UsualRadius = 14;

    /// <summary>The colour of text upon the accent, as <c>#rrggbb</c>; readable there.</summary>
    public string OnAccent { get; init; } = White;

    /// <summary>Of corners, in pixels.</summary>
    public int Radius { get; init; } = UsualRadius;

    /// <summary>How much two colours (<c>#rrggbb</c>) differ, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).</summary>
    internal static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var value = Convert.ToByte(colour.Substring(at, 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
