using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>Changes the size of pixels. Works on gamma-encoded values, as browsers and most tools do: people compare with those.</summary>
internal static class Resampler
{
    // What is left for the good filter after whole factors were averaged away. From 3 on the result is the same to the eye and SSIM.
    private const int LeftOver = 3;

    /// <summary>Pixels of exactly this size; the same object when they have it.</summary>
    public static Mat Resize(Mat pixels, Size size, int threads)
    {
        if (pixels.Size() == size) return pixels;
        using var halfway = Average(pixels, size);
        var target = new Mat(size, pixels.Type());
        new Lanczos(halfway ?? pixels, target, threads).Run();
        return target;
    }

    // Pixels with alpha go the whole way with the filter, which weighs colour by alpha.
    private static Mat? Average(Mat pixels, Size size)
    {
        var factor = Math.Min(pixels.Width / size.Width, pixels.Height / size.Height) / LeftOver;
        if (factor < 2 || pixels.Channels() == 4) return null;
        var smaller = new Mat();
        Cv2.Resize(pixels, smaller, new Size(pixels.Width / factor, pixels.Height / factor), 0, 0, InterpolationFlags.Area);
        return smaller;
    }
}
