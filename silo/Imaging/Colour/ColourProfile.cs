using System.Buffers.Binary;

namespace Darkroom.Imaging.Colour;

/// <summary>
/// A profile made of three primaries and tone curves (displays, cameras' Adobe RGB, Display P3), or of one curve (grey), as the way
/// from its values to linear sRGB. Profiles of other kinds (tables, printing) are not read: their pictures are taken for sRGB.
/// </summary>
/// <param name="Red">Curve of the red channel (of grey, all three are the same).</param>
/// <param name="Matrix">Linear profile colours to linear sRGB, row by row.</param>
internal sealed record ColourProfile(float[] Red, float[] Green, float[] Blue, float[] Matrix)
{
    private const int TagTable = 128;
    private const int MostTags = 100;
    private const float Indistinguishable = 0.012f;

    private static readonly float[] Identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    // XYZ relative to D50, which profiles use, to linear sRGB (Bradford adapted).
    private static readonly double[] ToStandard =
    [
        3.1338561, -1.6168667, -0.4906146,
        -0.9787684, 1.9161415, 0.0334540,
        0.0719453, -0.2289914, 1.4052427,
    ];

    /// <summary>The profile when it is readable and differs visibly from sRGB; else null.</summary>
    public static ColourProfile? Read(ReadOnlySpan<byte> icc)
    {
        if (icc.Length < TagTable + 4 || !icc.Slice(36, 4).SequenceEqual("acsp"u8)) return null;
        var space = icc.Slice(16, 4);
        var profile = space.SequenceEqual("RGB "u8) ? Colours(icc) : space.SequenceEqual("GRAY"u8) ? Grey(icc) : null;
        return profile is null || profile.IsStandard() ? null : profile;
    }

    private static ColourProfile? Colours(ReadOnlySpan<byte> icc)
    {
        if (!icc.Slice(20, 4).SequenceEqual("XYZ "u8)) return null;
        var red = ToneCurve.Read(Tag(icc, "rTRC"u8));
        var green = ToneCurve.Read(Tag(icc, "gTRC"u8));
        var blue = ToneCurve.Read(Tag(icc, "bTRC"u8));
        var primaries = new double[9];
        if (red is null || green is null || blue is null
            || !Primary(Tag(icc, "rXYZ"u8), primaries, 0) || !Primary(Tag(icc, "gXYZ"u8), primaries, 1) || !Primary(Tag(icc, "bXYZ"u8), primaries, 2)) return null;

        var matrix = new float[9];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                for (var k = 0; k < 3; k++) matrix[(3 * row) + column] += (float)(ToStandard[(3 * row) + k] * primaries[(3 * k) + column]);
            }
        }

        return new ColourProfile(red, green, blue, matrix);
    }

    private static ColourProfile? Grey(ReadOnlySpan<byte> icc) =>
        ToneCurve.Read(Tag(icc, "kTRC"u8)) is { } curve ? new ColourProfile(curve, curve, curve, Identity) : null;

    private static bool Primary(ReadOnlySpan<byte> tag, double[] primaries, int column)
    {
        if (tag.Length < 20 || !tag[..4].SequenceEqual("XYZ "u8)) return false;
        for (var row = 0; row < 3; row++) primaries[(3 * row) + column] = BinaryPrimitives.ReadInt32BigEndian(tag[(8 + (4 * row))..]) / 65536.0;
        return true;
    }

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> icc, ReadOnlySpan<byte> name)
    {
        var count = Math.Min(MostTags, BinaryPrimitives.ReadUInt32BigEndian(icc[TagTable..]));
        for (var n = 0; n < count; n++)
        {
            var at = TagTable + 4 + (12 * n);
            if (at + 12 > icc.Length) break;
            if (!icc.Slice(at, 4).SequenceEqual(name)) continue;
            var offset = BinaryPrimitives.ReadUInt32BigEndian(icc[(at + 4)..]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(icc[(at + 8)..]);
            return (ulong)offset + length <= (ulong)icc.Length ? icc.Slice((int)offset, (int)length) : default;
        }

        return default;
    }

    private bool IsStandard()
    {
        for (var n = 0; n < 9; n++)
        {
            if (Math.Abs(Matrix[n] - Identity[n]) > Indistinguishable) return false;
        }

        for (var n = 0; n < 256; n += 5)
        {
            var standard = ToneCurve.Standard[n];
            if (Math.Abs(Red[n] - standard) > Indistinguishable || Math.Abs(Green[n] - standard) > Indistinguishable
                || Math.Abs(Blue[n] - standard) > Indistinguishable) return false;
        }

        return true;
    }
}
