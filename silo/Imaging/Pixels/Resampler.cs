using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>Changes the size of pixels.</summary>
internal static class Resampler
{
    /// <summary>Pixels of exactly this size; the same object when they have it.</summary>
    public static Mat Resize(Mat pixels, Size size)
    {
        if (pixels.Size() == size) return pixels;
        if (pixels.Channels() != 4) return Scale(pixels, size);
        using var premultiplied = Alpha.Premultiply(pixels);
        using var scaled = Scale(premultiplied, size);
        return Alpha.Unpremultiply(scaled);
    }

    private static Mat Scale(Mat pixels, Size size)
    {
        var scaled = new Mat();
        var shrinks = size.Width <= pixels.Width && size.Height <= pixels.Height;
        Cv2.Resize(pixels, scaled, size, 0, 0, shrinks ? InterpolationFlags.Area : InterpolationFlags.Lanczos4);
        return scaled;
    }
}
