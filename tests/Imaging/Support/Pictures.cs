using OpenCvSharp;

namespace Darkroom.Imaging.Tests;

/// <summary>Looks at results.</summary>
internal static class Pictures
{
    public static Mat Pixels(this ImagingOutput output) => Cv2.ImDecode(output.Bytes.Span, ImreadModes.Unchanged);

    public static Mat Colour(this ImagingOutput output) => Cv2.ImDecode(output.Bytes.Span, ImreadModes.Color);

    public static byte[] Encode(Mat pixels, string extension, int? quality = null)
    {
        Cv2.ImEncode(extension, pixels, out var bytes, quality is { } q ? [(int)ImwriteFlags.JpegQuality, q] : []);
        return bytes;
    }

    /// <summary>The mean of a square's channels.</summary>
    public static Scalar At(this Mat pixels, int x, int y, int side = 8)
    {
        using var square = new Mat(pixels, new Rect(x, y, side, side));
        return Cv2.Mean(square);
    }

    /// <summary>A picture of about this width, as detailed as a photograph: mirrored copies side by side.</summary>
    public static Mat Mosaic(int width, int height)
    {
        using var tile = Photo.Load("astronaut.png");
        var mosaic = new Mat();
        Cv2.CopyMakeBorder(tile, mosaic, 0, height - tile.Height, 0, width - tile.Width, BorderTypes.Wrap);
        return mosaic;
    }
}
