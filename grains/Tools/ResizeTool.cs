using System.Text.Json.Nodes;
using Darkroom.Jobs;

namespace Darkroom.Tools;

/// <summary>How the asked sides and the picture's own shape are reconciled.</summary>
public enum ResizeMode
{
    /// <summary>As large as fits inside the sides; the shape stays.</summary>
    Fit,

    /// <summary>Exactly the sides; the shape is stretched.</summary>
    Fill,

    /// <summary>Covers the sides; what sticks out is cut off evenly.</summary>
    Crop,
}

/// <summary>Parameters of <c>resize</c>.</summary>
/// <param name="Width">In pixels; null follows from the height.</param>
/// <param name="Height">In pixels; null follows from the width.</param>
/// <param name="Enlarge">Whether a picture that is smaller than asked is enlarged.</param>
public sealed record ResizeParameters(int? Width, int? Height, ResizeMode Mode, bool Enlarge, OutputFormat Format, int Quality)
{
    /// <summary>Reads what the tool's check has normalised.</summary>
    /// <exception cref="FormatException">The text is not such.</exception>
    public static ResizeParameters Parse(string normalized)
    {
        var json = NormalizedParameters.Read(normalized);
        return new(
            json.Optional(ResizeTool.Width), json.Optional(ResizeTool.Height),
            Enum.Parse<ResizeMode>(json.Text(ResizeTool.Mode), ignoreCase: true), json.Switch(ResizeTool.Enlarge),
            OutputFields.Parse(json.Text(OutputFields.Format)), json.Number(OutputFields.Quality));
    }
}

/// <summary>Makes a picture smaller or larger, cuts it, or writes it in another format.</summary>
internal static class ResizeTool
{
    public const string Width = "width";
    public const string Height = "height";
    public const string Mode = "mode";
    public const string Enlarge = "enlarge";

    private const int LongestSide = 16384;

    private static readonly ParameterSet Parameters = new(
        "resize",
        [
            new IntegerField(Width, "Columns of the result. Without it, it follows from the height.", 1, LongestSide),
            new IntegerField(Height, "Rows of the result. Without it, it follows from the width.", 1, LongestSide),
            new ChoiceField(Mode,
                "fit: as large as fits inside width and height; fill: exactly width and height, stretched; crop: exactly width and height, cut to shape.",
                ["fit", "fill", "crop"], "fit"),
            new SwitchField(Enlarge, "Whether a picture that is smaller than asked is enlarged.", false),
            OutputFields.AnyFormat,
            OutputFields.QualityField,
        ],
        (given, errors) =>
        {
            var both = given[Width] is not null && given[Height] is not null;
            var either = given[Width] is not null || given[Height] is not null;
            if (!either) errors[Width] = "Say width, height or both.";
            else if (!both && given[Mode]!.GetValue<string>() != "fit") errors[Mode] = "fill and crop need both width and height.";
        });

    public static readonly Tool Tool = new("resize", Lane.Cpu, 1, 1, [], Parameters.Schema(), Parameters.Check);
}
