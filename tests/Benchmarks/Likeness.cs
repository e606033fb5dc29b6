using OpenCvSharp;

namespace Darkroom.Benchmarks;

/// <summary>Structural similarity (Wang et al., 2004) of brightness: 1 is the same picture.</summary>
internal static class Likeness
{
    private const double Mean = 0.01 * 255 * 0.01 * 255;
    private const double Variance = 0.03 * 255 * 0.03 * 255;

    public static double Ssim(byte[] one, byte[] other)
    {
        using var x = Load(one);
        using var y = Load(other);
        using var meanX = Blur(x);
        using var meanY = Blur(y);
        using var xx = Product(x, x);
        using var yy = Product(y, y);
        using var xy = Product(x, y);
        using var blurXx = Blur(xx);
        using var blurYy = Blur(yy);
        using var blurXy = Blur(xy);
        double sum = 0;
        for (int row = 0, rows = x.Rows; row < rows; row++)
        {
            var mx = meanX.RowSpan<float>(row);
            var my = meanY.RowSpan<float>(row);
            var sx = blurXx.RowSpan<float>(row);
            var sy = blurYy.RowSpan<float>(row);
            var sxy = blurXy.RowSpan<float>(row);
            for (var n = 0; n < mx.Length; n++)
            {
                double a = mx[n], b = my[n];
                sum += ((2 * a * b) + Mean) * ((2 * (sxy[n] - (a * b))) + Variance)
                    / (((a * a) + (b * b) + Mean) * ((sx[n] - (a * a)) + (sy[n] - (b * b)) + Variance));
            }
        }

        return sum / x.Total();
    }

    private static Mat Load(byte[] file)
    {
        using var grey = Cv2.ImDecode(file, ImreadModes.Grayscale);
        var floats = new Mat();
        grey.ConvertTo(floats, MatType.CV_32FC1);
        return floats;
    }

    private static Mat Blur(Mat source)
    {
        var blurred = new Mat();
        Cv2.GaussianBlur(source, blurred, new Size(11, 11), 1.5);
        return blurred;
    }

    private static Mat Product(Mat one, Mat other)
    {
        var product = new Mat();
        Cv2.Multiply(one, other, product);
        return product;
    }
}
