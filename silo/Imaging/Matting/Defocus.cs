using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>A background out of focus, into which the subject's colours do not bleed.</summary>
internal static class Defocus
{
    /// <summary>Blurs.</summary>
    /// <param name="background">Background colours; in the subject's middle they mean nothing.</param>
    /// <param name="alpha">The subject.</param>
    /// <param name="share">Radius as a share of the longer side.</param>
    public static Mat Background(Mat background, Mat alpha, double share)
    {
        var radius = Math.Max(1, (int)(share * Math.Max(background.Width, background.Height)));
        using var weighted = new Mat(background.Size(), MatType.CV_32FC3);
        using var weights = new Mat(background.Size(), MatType.CV_32FC1);
        for (int y = 0, rows = background.Rows; y < rows; y++)
        {
            var from = background.RowSpan<Vec3f>(y);
            var alphas = alpha.RowSpan<float>(y);
            var to = weighted.RowSpan<Vec3f>(y);
            var weight = weights.RowSpan<float>(y);
            for (var x = 0; x < from.Length; x++)
            {
                // A trace of weight everywhere: deep inside the subject there is still something to show through glass.
                var w = (1 - alphas[x]) + 1e-3f;
                weight[x] = w;
                to[x] = new Vec3f(from[x].Item0 * w, from[x].Item1 * w, from[x].Item2 * w);
            }
        }

        // Three boxes are close to a Gaussian, whatever the radius, at the price of three passes.
        for (var pass = 0; pass < 3; pass++)
        {
            var side = new Size(radius | 1, radius | 1);
            Cv2.Blur(weighted, weighted, side);
            Cv2.Blur(weights, weights, side);
        }

        var blurred = new Mat(background.Size(), MatType.CV_32FC3);
        for (int y = 0, rows = background.Rows; y < rows; y++)
        {
            var from = weighted.RowSpan<Vec3f>(y);
            var weight = weights.RowSpan<float>(y);
            var to = blurred.RowSpan<Vec3f>(y);
            for (var x = 0; x < from.Length; x++)
            {
                var factor = 1 / Math.Max(weight[x], 1e-6f);
                to[x] = new Vec3f(from[x].Item0 * factor, from[x].Item1 * factor, from[x].Item2 * factor);
            }
        }

        return blurred;
    }
}
