using Darkroom.Tools;
using OpenCvSharp;

namespace Darkroom.Imaging.Tools;

/// <summary>The arithmetic of <c>resize</c>.</summary>
/// <param name="Whole">What the whole upright picture is scaled to.</param>
/// <param name="Cut">What of that is the result.</param>
internal readonly record struct ResizePlan(Size Whole, Rect Cut)
{
    /// <summary>Plans for an upright picture of this size.</summary>
    public static ResizePlan Make(int width, int height, ResizeParameters asked)
    {
        var (boxWidth, boxHeight) = (asked.Width, asked.Height);
        if (asked.Mode == ResizeMode.Fill)
        {
            var filled = new Size(Limit(boxWidth!.Value, width, asked.Enlarge), Limit(boxHeight!.Value, height, asked.Enlarge));
            return new(filled, new Rect(default, filled));
        }

        var byWidth = boxWidth is { } w ? (double)w / width : (double?)null;
        var byHeight = boxHeight is { } h ? (double)h / height : (double?)null;
        var factor = asked.Mode == ResizeMode.Fit
            ? Math.Min(byWidth ?? double.MaxValue, byHeight ?? double.MaxValue)
            : Math.Max(byWidth!.Value, byHeight!.Value);
        if (!asked.Enlarge) factor = Math.Min(factor, 1);
        var whole = new Size(Scale(width, factor), Scale(height, factor));
        if (asked.Mode == ResizeMode.Fit) return new(whole, new Rect(default, whole));

        // Without enlarging, a small picture is cut to the box as far as it covers it.
        var cut = new Size(Math.Min(boxWidth!.Value, whole.Width), Math.Min(boxHeight!.Value, whole.Height));
        return new(whole, new Rect((whole.Width - cut.Width) / 2, (whole.Height - cut.Height) / 2, cut.Width, cut.Height));
    }

    private static int Limit(int asked, int side, bool enlarge) => enlarge ? asked : Math.Min(asked, side);

    private static int Scale(int side, double factor) => Math.Max(1, (int)Math.Round(side * factor, MidpointRounding.AwayFromZero));
}
