using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>
/// Which colours were mixed where alpha is partial: blur fusion (Forte, "Approximate Fast Foreground Colour Estimation", 2021). Without
/// it, hair keeps a fringe of the old background.
/// </summary>
internal static class ForegroundColours
{
    /// <summary>Foreground and background colours, three channels of floats in 0..1.</summary>
    public static (Mat Foreground, Mat Background) Estimate(Mat picture, Mat alpha)
    {
        var wide = Odd(Math.Max(picture.Width, picture.Height) / 11);
        var (foreground, background) = Fuse(picture, picture, picture, alpha, wide);
        using (foreground)
        using (background) return Fuse(picture, foreground, background, alpha, 7);
    }

    private static (Mat Foreground, Mat Background) Fuse(Mat picture, Mat foreground, Mat background, Mat alpha, int side)
    {
        using var blurredForeground = Weighted(foreground, alpha, side, inverse: false);
        var blurredBackground = Weighted(background, alpha, side, inverse: true);
        var result = new Mat(picture.Size(), MatType.CV_32FC3);
        for (int y = 0, rows = picture.Rows; y < rows; y++)
        {
            var colours = picture.RowSpan<Vec3f>(y);
            var alphas = alpha.RowSpan<float>(y);
            var front = blurredForeground.RowSpan<Vec3f>(y);
            var back = blurredBackground.RowSpan<Vec3f>(y);
            var to = result.RowSpan<Vec3f>(y);
            for (var x = 0; x < colours.Length; x++) to[x] = Unmix(colours[x], alphas[x], front[x], back[x]);
        }

        return (result, blurredBackground);
    }

    /// <summary>The foreground's share of a mixed colour, given what surrounds it.</summary>
    public static Vec3f Unmix(Vec3f colour, float alpha, Vec3f front, Vec3f back) => new(
        Unmix(colour.Item0, alpha, front.Item0, back.Item0),
        Unmix(colour.Item1, alpha, front.Item1, back.Item1),
        Unmix(colour.Item2, alpha, front.Item2, back.Item2));

    private static float Unmix(float colour, float alpha, float front, float back) =>
        Math.Clamp(front + (alpha * (colour - (alpha * front) - ((1 - alpha) * back))), 0, 1);

    // The mean of a neighbourhood in which each pixel counts by its alpha (or by what alpha leaves).
    private static Mat Weighted(Mat colours, Mat alpha, int side, bool inverse)
    {
        using var weighted = new Mat(colours.Size(), MatType.CV_32FC3);
        using var weights = new Mat(colours.Size(), MatType.CV_32FC1);
        for (int y = 0, rows = colours.Rows; y < rows; y++)
        {
            var from = colours.RowSpan<Vec3f>(y);
            var alphas = alpha.RowSpan<float>(y);
            var to = weighted.RowSpan<Vec3f>(y);
            var weight = weights.RowSpan<float>(y);
            for (var x = 0; x < from.Length; x++)
            {
                var w = inverse ? 1 - alphas[x] : alphas[x];
                weight[x] = w;
                to[x] = new Vec3f(from[x].Item0 * w, from[x].Item1 * w, from[x].Item2 * w);
            }
        }

        using var sum = new Mat();
        using var total = new Mat();
        Cv2.Blur(weighted, sum, new Size(side, side));
        Cv2.Blur(weights, total, new Size(side, side));
        var mean = new Mat(colours.Size(), MatType.CV_32FC3);
        for (int y = 0, rows = colours.Rows; y < rows; y++)
        {
            var from = sum.RowSpan<Vec3f>(y);
            var weight = total.RowSpan<float>(y);
            var own = colours.RowSpan<Vec3f>(y);
            var to = mean.RowSpan<Vec3f>(y);
            for (var x = 0; x < from.Length; x++)
            {
                // Where nothing of the kind is near, the colour itself is the best guess.
                var factor = weight[x] > 1e-4f ? 1 / weight[x] : 0;
                to[x] = factor == 0 ? own[x] : new Vec3f(from[x].Item0 * factor, from[x].Item1 * factor, from[x].Item2 * factor);
            }
        }

        return mean;
    }

    private static int Odd(int side) => Math.Max(3, side | 1);
}
