using Darkroom.Tools;
using OpenCvSharp;

namespace Darkroom.Imaging.Matting;

/// <summary>
/// The last step, over every pixel of the full picture: alpha from model and guide, the subject's own colour, and what is put behind it.
/// Works row by row on several threads and needs no memory besides picture and result.
/// </summary>
internal sealed class Compositor(MattingMaps maps, NewBackground background, int threads)
{
    private const float Unseen = 1 / 510f;

    /// <summary>Composes.</summary>
    /// <param name="picture">Three channels, or four whose alpha limits the result's.</param>
    /// <returns>Four channels for a transparent background, else three.</returns>
    public Mat Compose(Mat picture, CancellationToken cancellation)
    {
        var transparent = background is NewBackground.Transparent;
        var result = new Mat(picture.Size(), transparent ? MatType.CV_8UC4 : MatType.CV_8UC3, default);
        var columns = MapRows.Columns(picture.Width, maps.Subject.Width);
        var strips = Math.Max(1, Math.Min(threads * 4, picture.Height / 16));
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, strips, options, strip =>
            {
                var rows = new Rows(maps, picture.Height);
                var end = (int)((strip + 1L) * picture.Height / strips);
                for (var y = (int)((long)strip * picture.Height / strips); y < end; y++)
                {
                    rows.Begin(y);
                    Row(picture.RowSpan<byte>(y), picture.Channels(), result.RowSpan<byte>(y), rows, columns);
                }
            });
        }
        catch
        {
            result.Dispose();
            throw;
        }

        return result;
    }

    private void Row(ReadOnlySpan<byte> from, int channels, Span<byte> to, Rows rows, MapRows.Column[] columns)
    {
        var flat = background as NewBackground.Colour;
        var wall = flat is null ? default : new Vec3f(flat.Blue / 255f, flat.Green / 255f, flat.Red / 255f);
        var wide = background is NewBackground.Transparent ? 4 : 3;
        for (int x = 0, source = 0, target = 0; x < columns.Length; x++, source += channels, target += wide)
        {
            ref readonly var column = ref columns[x];
            var colour = new Vec3f(from[source] / 255f, from[source + 1] / 255f, from[source + 2] / 255f);
            var alpha = rows.Alpha(column, colour);
            if (channels == 4) alpha *= from[source + 3] / 255f;
            if (wide == 4 && alpha < Unseen) continue; // the result starts as nothing
            var own = alpha > 1 - Unseen ? colour
                : alpha < Unseen ? colour
                : ForegroundColours.Unmix(colour, alpha, rows.Foreground.Colour(column), rows.Background.Colour(column));
            if (wide == 4)
            {
                Put(to[target..], own);
                to[target + 3] = Byte(alpha);
                continue;
            }

            var behind = rows.Behind is null ? wall : rows.Behind.Colour(column);
            Put(to[target..], new Vec3f(
                behind.Item0 + (alpha * (own.Item0 - behind.Item0)),
                behind.Item1 + (alpha * (own.Item1 - behind.Item1)),
                behind.Item2 + (alpha * (own.Item2 - behind.Item2))));
        }
    }

    private static void Put(Span<byte> to, Vec3f colour)
    {
        to[0] = Byte(colour.Item0);
        to[1] = Byte(colour.Item1);
        to[2] = Byte(colour.Item2);
    }

    private static byte Byte(float value) => (byte)((Math.Clamp(value, 0, 1) * 255) + 0.5f);

    /// <summary>All maps at one row.</summary>
    private sealed class Rows(MattingMaps maps, int height)
    {
        private readonly MapRows subject = new(maps.Subject, height);
        private readonly MapRows band = new(maps.Band, height);
        private readonly MapRows slope = new(maps.Slope, height);
        private readonly MapRows offset = new(maps.Offset, height);

        public MapRows Foreground { get; } = new(maps.Foreground, height);

        public MapRows Background { get; } = new(maps.Background, height);

        public MapRows? Behind { get; } = maps.Behind is null ? null : new MapRows(maps.Behind, height);

        public void Begin(int y)
        {
            subject.Begin(y);
            band.Begin(y);
            slope.Begin(y);
            offset.Begin(y);
            Foreground.Begin(y);
            Background.Begin(y);
            Behind?.Begin(y);
        }

        public float Alpha(in MapRows.Column column, Vec3f colour)
        {
            var seen = subject.Value(column);
            var weight = band.Value(column);
            if (weight <= 0) return seen;
            var s = slope.Colour(column);
            var guided = Math.Clamp((s.Item0 * colour.Item0) + (s.Item1 * colour.Item1) + (s.Item2 * colour.Item2) + offset.Value(column), 0, 1);
            return seen + (weight * (guided - seen));
        }
    }
}
