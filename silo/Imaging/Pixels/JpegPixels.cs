using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>JPEG: decoding at a fraction of the size does a fraction of the work.</summary>
internal static class JpegPixels
{
    /// <summary>The pixels, at least as many as are enough; null when the file is cut off.</summary>
    public static Mat? Decode(ReadOnlySpan<byte> file, PictureHeader header, Size? enough)
    {
        // The codec fills what is missing with grey, which nobody wants to pay for.
        if (file.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) < 0) return null;
        var reduced = enough is { } size ? Scale(header, size) : ImreadModes.Color;
        return Cv2.ImDecode(file, reduced | ImreadModes.IgnoreOrientation);
    }

    private static ImreadModes Scale(PictureHeader header, Size enough)
    {
        bool Suffices(int divisor) => header.StoredWidth / divisor >= enough.Width && header.StoredHeight / divisor >= enough.Height;
        return Suffices(8) ? ImreadModes.ReducedColor8
            : Suffices(4) ? ImreadModes.ReducedColor4
            : Suffices(2) ? ImreadModes.ReducedColor2
            : ImreadModes.Color;
    }
}
