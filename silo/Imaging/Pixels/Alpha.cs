using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>Transparency.</summary>
internal static class Alpha
{
    /// <summary>Three channels: the picture before a white wall.</summary>
    public static Mat OverWhite(Mat straight)
    {
        using var over = Each(straight, static (colour, alpha) => (byte)(255 + ((((colour - 255) * alpha) - 127) / 255)));
        var opaque = new Mat();
        Cv2.CvtColor(over, opaque, ColorConversionCodes.BGRA2BGR);
        return opaque;
    }

    private static Mat Each(Mat source, Func<int, int, byte> change)
    {
        var table = Table(change);
        var result = new Mat(source.Size(), MatType.CV_8UC4);
        for (int y = 0, rows = source.Rows; y < rows; y++)
        {
            var from = source.RowSpan<byte>(y);
            var to = result.RowSpan<byte>(y);
            for (var x = 0; x < from.Length; x += 4)
            {
                int alpha = from[x + 3];
                var row = alpha << 8;
                to[x] = table[row | from[x]];
                to[x + 1] = table[row | from[x + 1]];
                to[x + 2] = table[row | from[x + 2]];
                to[x + 3] = (byte)alpha;
            }
        }

        return result;
    }

    // 64 KiB that stay in the second-level cache beat a division a sample.
    private static byte[] Table(Func<int, int, byte> change)
    {
        var table = new byte[256 * 256];
        for (var alpha = 0; alpha < 256; alpha++)
        {
            for (var colour = 0; colour < 256; colour++) table[(alpha << 8) | colour] = change(colour, alpha);
        }

        return table;
    }
}
