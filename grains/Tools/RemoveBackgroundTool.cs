using System.Globalization;
using System.Text.Json.Nodes;
using Darkroom.Jobs;

namespace Darkroom.Tools;

/// <summary>What takes the place of a background.</summary>
public abstract record NewBackground
{
    private NewBackground() { }

    /// <summary>Nothing: the result has an alpha channel.</summary>
    public sealed record Transparent : NewBackground;

    /// <summary>One colour (sRGB).</summary>
    public sealed record Colour(byte Red, byte Green, byte Blue) : NewBackground;

    /// <summary>The background itself, out of focus.</summary>
    /// <param name="Strength">1 to 100; the blur's radius grows with it and with the picture's size.</param>
    public sealed record Blur(int Strength) : NewBackground;
}

/// <summary>Parameters of <c>remove-background</c>.</summary>
public sealed record RemoveBackgroundParameters(NewBackground Background, OutputFormat Format, int Quality)
{
    /// <summary>Reads what the tool's check has normalised.</summary>
    /// <exception cref="FormatException">The text is not such.</exception>
    public static RemoveBackgroundParameters Parse(string normalized)
    {
        var json = NormalizedParameters.Read(normalized);
        NewBackground background = json.Text(RemoveBackgroundTool.Background) switch
        {
            RemoveBackgroundTool.Transparent => new NewBackground.Transparent(),
            RemoveBackgroundTool.Blur => new NewBackground.Blur(json.Number(RemoveBackgroundTool.BlurStrength)),
            var colour => new NewBackground.Colour(Part(colour, 1), Part(colour, 3), Part(colour, 5)),
        };
        return new(background, OutputFields.Parse(json.Text(OutputFields.Format)), json.Number(OutputFields.Quality));
    }

    private static byte Part(string colour, int at) =>
        byte.Parse(colour.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

/// <summary>Separates what a picture is of from what is behind it.</summary>
internal static class RemoveBackgroundTool
{
    public const string Background = "background";
    public const string BlurStrength = "blurStrength";
    public const string Transparent = "transparent";
    public const string Blur = "blur";

    /// <summary>The segmentation model's name in the model manifest.</summary>
    public const string Model = "isnet";

    private static readonly ParameterSet Parameters = new(
        "remove-background",
        [
            new PatternField(Background, "What takes the background's place: transparent, blur, or a colour like #ffffff.",
                "^(transparent|blur|#[0-9a-fA-F]{6})$", "transparent, blur, or a colour like #ffffff", Transparent),
            new IntegerField(BlurStrength, "How far out of focus the background goes, where it is blurred.", 1, 100, 50),
            new ChoiceField(OutputFields.Format, "What the result is encoded as. JPEG cannot be transparent.", ["png", "webp", "jpeg"], "png"),
            OutputFields.QualityField,
        ],
        (given, errors) =>
        {
            if (given[Background]!.GetValue<string>() == Transparent && given[OutputFields.Format]!.GetValue<string>() == "jpeg")
                errors[OutputFields.Format] = "JPEG cannot be transparent: choose png or webp, or another background.";
        });

    public static readonly Tool Tool = new("remove-background", Lane.Gpu, 1, 1, [Model], Parameters.Schema(), Parameters.Check);
}
