using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>
/// The guided filter of He, Sun and Tang with a colour guide: in each window alpha is taken for a linear function of colour, so that
/// alpha follows outlines and hair that the model saw too coarsely. The functions are found at working size and applied to every pixel
/// of the full picture (the "fast" variant).
/// </summary>
internal static class GuidedAlpha
{
    /// <summary>Slope (three channels) and offset (one channel) per pixel of the working size.</summary>
    /// <param name="guide">Colours, 0..1, three channels of floats.</param>
    /// <param name="alpha">0..1, one channel of floats.</param>
    /// <param name="radius">Of the window.</param>
    /// <param name="smoothness">Variance of colour below which alpha is left flat.</param>
    public static (Mat Slope, Mat Offset) Fit(Mat guide, Mat alpha, int radius, float smoothness)
    {
        var window = new Size((2 * radius) + 1, (2 * radius) + 1);
        using var mean = Mean(guide, window);
        using var meanAlpha = Mean(alpha, window);
        using var squares = new Mat(guide.Size(), MatType.CV_32FC3);
        using var products = new Mat(guide.Size(), MatType.CV_32FC3);
        using var withAlpha = new Mat(guide.Size(), MatType.CV_32FC3);
        Multiply(guide, alpha, squares, products, withAlpha);
        using var meanSquares = Mean(squares, window);
        using var meanProducts = Mean(products, window);
        using var meanWithAlpha = Mean(withAlpha, window);

        using var slope = new Mat(guide.Size(), MatType.CV_32FC3);
        using var offset = new Mat(guide.Size(), MatType.CV_32FC1);
        for (int y = 0, rows = guide.Rows; y < rows; y++)
        {
            Solve(
                mean.RowSpan<Vec3f>(y), meanAlpha.RowSpan<float>(y), meanSquares.RowSpan<Vec3f>(y), meanProducts.RowSpan<Vec3f>(y),
                meanWithAlpha.RowSpan<Vec3f>(y), smoothness, slope.RowSpan<Vec3f>(y), offset.RowSpan<float>(y));
        }

        return (Mean(slope, window), Mean(offset, window));
    }

    private static Mat Mean(Mat source, Size window)
    {
        var mean = new Mat();
        Cv2.Blur(source, mean, window, borderType: BorderTypes.Reflect101);
        return mean;
    }

    private static void Multiply(Mat guide, Mat alpha, Mat squares, Mat products, Mat withAlpha)
    {
        for (int y = 0, rows = guide.Rows; y < rows; y++)
        {
            var colours = guide.RowSpan<Vec3f>(y);
            var alphas = alpha.RowSpan<float>(y);
            var square = squares.RowSpan<Vec3f>(y);
            var product = products.RowSpan<Vec3f>(y);
            var weighted = withAlpha.RowSpan<Vec3f>(y);
            for (var x = 0; x < colours.Length; x++)
            {
                var (c, a) = (colours[x], alphas[x]);
                square[x] = new Vec3f(c.Item0 * c.Item0, c.Item1 * c.Item1, c.Item2 * c.Item2);
                product[x] = new Vec3f(c.Item0 * c.Item1, c.Item0 * c.Item2, c.Item1 * c.Item2);
                weighted[x] = new Vec3f(c.Item0 * a, c.Item1 * a, c.Item2 * a);
            }
        }
    }

    // Per pixel: slope = (covariance of colour + smoothness · 1)⁻¹ · covariance of colour and alpha.
    private static void Solve(
        ReadOnlySpan<Vec3f> mean, ReadOnlySpan<float> meanAlpha, ReadOnlySpan<Vec3f> squares, ReadOnlySpan<Vec3f> products,
        ReadOnlySpan<Vec3f> withAlpha, float smoothness, Span<Vec3f> slope, Span<float> offset)
    {
        for (var x = 0; x < mean.Length; x++)
        {
            var (m, a) = (mean[x], meanAlpha[x]);
            var bb = squares[x].Item0 - (m.Item0 * m.Item0) + smoothness;
            var gg = squares[x].Item1 - (m.Item1 * m.Item1) + smoothness;
            var rr = squares[x].Item2 - (m.Item2 * m.Item2) + smoothness;
            var bg = products[x].Item0 - (m.Item0 * m.Item1);
            var br = products[x].Item1 - (m.Item0 * m.Item2);
            var gr = products[x].Item2 - (m.Item1 * m.Item2);
            var ba = withAlpha[x].Item0 - (m.Item0 * a);
            var ga = withAlpha[x].Item1 - (m.Item1 * a);
            var ra = withAlpha[x].Item2 - (m.Item2 * a);

            var c00 = (gg * rr) - (gr * gr);
            var c01 = (br * gr) - (bg * rr);
            var c02 = (bg * gr) - (br * gg);
            var c11 = (bb * rr) - (br * br);
            var c12 = (bg * br) - (bb * gr);
            var c22 = (bb * gg) - (bg * bg);
            var determinant = (bb * c00) + (bg * c01) + (br * c02);
            // The smoothness on the diagonal keeps it above zero up to rounding.
            var inverse = determinant > 1e-18f ? 1 / determinant : 0;
            var s = new Vec3f(
                ((c00 * ba) + (c01 * ga) + (c02 * ra)) * inverse,
                ((c01 * ba) + (c11 * ga) + (c12 * ra)) * inverse,
                ((c02 * ba) + (c12 * ga) + (c22 * ra)) * inverse);
            slope[x] = s;
            offset[x] = a - (s.Item0 * m.Item0) - (s.Item1 * m.Item1) - (s.Item2 * m.Item2);
        }
    }
}
