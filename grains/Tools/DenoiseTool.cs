using Darkroom.Jobs;

namespace Darkroom.Tools;

/// <summary>Parameters of <c>denoise</c>.</summary>
/// <param name="Strength">1 to 100: how much grain in brightness is taken for noise.</param>
/// <param name="ColourStrength">0 to 100: the same for blotches of colour.</param>
public sealed record DenoiseParameters(int Strength, int ColourStrength, OutputFormat Format, int Quality)
{
    /// <summary>Reads what the tool's check has normalised.</summary>
    /// <exception cref="FormatException">The text is not such.</exception>
    public static DenoiseParameters Parse(string normalized)
    {
        var json = NormalizedParameters.Read(normalized);
        var strength = json.Number(DenoiseTool.Strength);
        return new(strength, json.Optional(DenoiseTool.ColourStrength) ?? strength,
            OutputFields.Parse(json.Text(OutputFields.Format)), json.Number(OutputFields.Quality));
    }
}

/// <summary>Takes sensor noise out of a photograph.</summary>
internal static class DenoiseTool
{
    public const string Strength = "strength";
    public const string ColourStrength = "colourStrength";

    private static readonly ParameterSet Parameters = new(
        "denoise",
        [
            new IntegerField(Strength, "How strongly grain is smoothed; more also takes fine texture.", 1, 100, 40),
            new IntegerField(ColourStrength, "How strongly blotches of colour are smoothed; like strength if absent.", 0, 100),
            OutputFields.AnyFormat,
            OutputFields.QualityField,
        ],
        (_, _) => { });

    public static readonly Tool Tool = new("denoise", Lane.Cpu, 1, 1, [], Parameters.Schema(), Parameters.Check);
}
