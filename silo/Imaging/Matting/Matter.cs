using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>Turns the model's square alpha into <see cref="MattingMaps"/>.</summary>
internal static class Matter
{
    private const int WorkingSide = 1024;
    private const float Smoothness = 1e-4f;

    // Alpha below and above these is taken for nothing and for all: the model leaves a faint veil.
    private const float Floor = 0.02f;
    private const float Ceiling = 0.98f;

    /// <summary>Prepares the maps.</summary>
    /// <param name="picture">Three channels of 8 bits, upright, full size.</param>
    /// <param name="subject">The model's answer.</param>
    /// <param name="blur">Blur the background by this share of the longer side; null: no blurred background.</param>
    public static MattingMaps Prepare(Mat picture, Mat subject, double? blur)
    {
        var scale = Math.Min(1.0, WorkingSide / (double)Math.Max(picture.Width, picture.Height));
        var size = new Size(Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
        using var small = Shrink(picture, size);
        using var colours = new Mat();
        small.ConvertTo(colours, MatType.CV_32FC3, 1 / 255.0);

        var alpha = new Mat();
        Cv2.Resize(subject, alpha, size, 0, 0, InterpolationFlags.Linear);
        Stretch(alpha);
        var radius = Math.Max(2, Math.Max(size.Width, size.Height) / 128);
        var band = Band(alpha, radius);
        var (slope, offset) = GuidedAlpha.Fit(colours, alpha, radius, Smoothness);
        var (foreground, background) = ForegroundColours.Estimate(colours, alpha);
        var behind = blur is { } share ? Defocus.Background(background, alpha, share) : null;
        return new MattingMaps(alpha, band, slope, offset, foreground, background, behind);
    }

    private static Mat Shrink(Mat picture, Size size)
    {
        var small = new Mat();
        Cv2.Resize(picture, small, size, 0, 0, InterpolationFlags.Area);
        return small;
    }

    private static void Stretch(Mat alpha)
    {
        for (int y = 0, rows = alpha.Rows; y < rows; y++)
        {
            foreach (ref var value in alpha.RowSpan<float>(y)) value = Math.Clamp((value - Floor) / (Ceiling - Floor), 0, 1);
        }
    }

    // Where alpha is partial, and a little around it: only there may colour overrule the model.
    private static Mat Band(Mat alpha, int radius)
    {
        using var partial = new Mat(alpha.Size(), MatType.CV_32FC1);
        for (int y = 0, rows = alpha.Rows; y < rows; y++)
        {
            var from = alpha.RowSpan<float>(y);
            var to = partial.RowSpan<float>(y);
            for (var x = 0; x < from.Length; x++) to[x] = from[x] is > 0.05f and < 0.95f ? 1 : 0;
        }

        using var kernel = Cv2.GetStructuringElement(MorphShapes.Ellipse, new Size(radius + 1, radius + 1));
        using var wide = new Mat();
        Cv2.Dilate(partial, wide, kernel);
        var band = new Mat();
        Cv2.Blur(wide, band, new Size(radius | 1, radius | 1));
        return band;
    }
}
