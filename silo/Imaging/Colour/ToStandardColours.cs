using OpenCvSharp;

namespace Darkroom.Imaging.Colour;

/// <summary>
/// Brings pixels from their profile's colours to sRGB. Results carry no profile, and without one everybody assumes sRGB; colours that
/// sRGB cannot show are clipped.
/// </summary>
internal static class ToStandardColours
{
    // Fine enough for the dark end, where the curve is steepest: 13 · 255 / 16384 is a fifth of a step.
    private const int Steps = 16384;

    private static readonly byte[] Encoding = ToneCurve.Encoding(Steps);

    /// <summary>Changes the pixels in place: 8 bits, one, three or four channels.</summary>
    public static void Apply(Mat pixels, ColourProfile profile)
    {
        var channels = pixels.Channels();
        for (int y = 0, rows = pixels.Rows; y < rows; y++)
        {
            var row = pixels.RowSpan<byte>(y);
            if (channels == 1) Grey(row, profile.Green);
            else Colours(row, channels, profile);
        }
    }

    private static void Grey(Span<byte> row, float[] curve)
    {
        foreach (ref var value in row) value = Encode(curve[value]);
    }

    private static void Colours(Span<byte> row, int channels, ColourProfile profile)
    {
        var (reds, greens, blues, m) = (profile.Red, profile.Green, profile.Blue, profile.Matrix);
        for (var x = 0; x + 2 < row.Length; x += channels)
        {
            var (b, g, r) = (blues[row[x]], greens[row[x + 1]], reds[row[x + 2]]);
            row[x] = Encode((m[6] * r) + (m[7] * g) + (m[8] * b));
            row[x + 1] = Encode((m[3] * r) + (m[4] * g) + (m[5] * b));
            row[x + 2] = Encode((m[0] * r) + (m[1] * g) + (m[2] * b));
        }
    }

    private static byte Encode(float light) => Encoding[(int)((Math.Clamp(light, 0, 1) * Steps) + 0.5f)];
}
