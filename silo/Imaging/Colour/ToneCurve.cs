using System.Buffers.Binary;

namespace Darkroom.Imaging.Colour;

/// <summary>How stored values become light: the 256 values of a channel, each from 0 to 1.</summary>
internal static class ToneCurve
{
    /// <summary>Reads a <c>curv</c> or <c>para</c> tag (ICC.1, 10.6 and 10.18); null when it is neither or broken.</summary>
    public static float[]? Read(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 12) return null;
        if (tag[..4].SequenceEqual("curv"u8)) return Sampled(tag);
        return tag[..4].SequenceEqual("para"u8) ? Parametric(tag) : null;
    }

    /// <summary>The curve of sRGB.</summary>
    public static float[] Standard { get; } = Table(x => x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4));

    /// <summary>The opposite of <see cref="Standard"/>: light from 0 to 1 in <paramref name="steps"/> steps, as stored values.</summary>
    public static byte[] Encoding(int steps)
    {
        var table = new byte[steps + 1];
        for (var n = 0; n <= steps; n++)
        {
            var light = (double)n / steps;
            var stored = light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
            table[n] = (byte)Math.Round(stored * 255);
        }

        return table;
    }

    private static float[]? Sampled(ReadOnlySpan<byte> tag)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
        if (count > (uint)(tag.Length - 12) / 2) return null;
        if (count == 0) return Table(x => x);
        var samples = new double[count];
        for (var n = 0; n < samples.Length; n++) samples[n] = BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + (2 * n))..]);
        if (count == 1) return Table(x => Math.Pow(x, samples[0] / 256));
        return Table(x =>
        {
            var at = x * (samples.Length - 1);
            var low = (int)at;
            var high = Math.Min(low + 1, samples.Length - 1);
            return (samples[low] + ((samples[high] - samples[low]) * (at - low))) / 65535;
        });
    }

    private static float[]? Parametric(ReadOnlySpan<byte> tag)
    {
        int kind = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
        int[] counts = [1, 3, 4, 5, 7];
        if (kind >= counts.Length || tag.Length < 12 + (4 * counts[kind])) return null;
        var p = new double[7];
        for (var n = 0; n < counts[kind]; n++) p[n] = BinaryPrimitives.ReadInt32BigEndian(tag[(12 + (4 * n))..]) / 65536.0;
        var (g, a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5], p[6]);
        return kind switch
        {
            0 => Table(x => Math.Pow(x, g)),
            1 => Table(x => (a * x) + b >= 0 ? Math.Pow((a * x) + b, g) : 0),
            2 => Table(x => (a * x) + b >= 0 ? Math.Pow((a * x) + b, g) + c : c),
            3 => Table(x => x >= d ? Math.Pow((a * x) + b, g) : c * x),
            _ => Table(x => x >= d ? Math.Pow((a * x) + b, g) + e : (c * x) + f),
        };
    }

    private static float[] Table(Func<double, double> curve)
    {
        var table = new float[256];
        for (var n = 0; n < table.Length; n++)
        {
            var light = curve(n / 255.0);
            table[n] = double.IsFinite(light) ? (float)Math.Clamp(light, 0, 1) : 0;
        }

        return table;
    }
}
