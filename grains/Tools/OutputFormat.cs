namespace Darkroom.Tools;

/// <summary>What a result is encoded as.</summary>
public enum OutputFormat
{
    /// <summary>The input's own type where that can be written, else PNG.</summary>
    Same,

    /// <summary>JPEG; transparency becomes white.</summary>
    Jpeg,

    /// <summary>PNG, without loss.</summary>
    Png,

    /// <summary>WebP; without loss at quality 100.</summary>
    WebP,
}

/// <summary>The parameters that say how a result is written, alike for every tool.</summary>
internal static class OutputFields
{
    public const string Format = "format";
    public const string Quality = "quality";

    public static readonly IntegerField QualityField = new(
        Quality, "How much detail a lossy format keeps: 1 is the smallest file, 100 the best picture. Does not matter for PNG.", 1, 100, 85);

    public static readonly ChoiceField AnyFormat = new(
        Format, "What the result is encoded as; 'same' is the type of the input (PNG for a GIF).", ["same", "jpeg", "png", "webp"], "same");

    public static OutputFormat Parse(string name) => name switch
    {
        "same" => OutputFormat.Same,
        "jpeg" => OutputFormat.Jpeg,
        "png" => OutputFormat.Png,
        "webp" => OutputFormat.WebP,
        _ => throw new FormatException($"'{name}' is not an output format."),
    };
}
