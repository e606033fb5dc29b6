using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>
/// Resampling in floats: rows are resampled across once and kept while the window of target rows passes over them. Colour is weighed by
/// alpha, so that hidden colours do not bleed. Target rows are shared out to threads in strips.
/// </summary>
internal sealed class Lanczos(Mat source, Mat target, int threads)
{
    // Three channels are handled four at a time: the fourth is the neighbour's and is overwritten by it.
    private const int Padding = 4;
    private const int RowsPerStrip = 64;

    private readonly int channels = source.Channels();
    private readonly LanczosTaps across = new(source.Width, target.Width);
    private readonly LanczosTaps down = new(source.Height, target.Height);

    /// <summary>Fills the target: 8 bits, as many channels as the source (1, 3 or 4), any size.</summary>
    public void Run()
    {
        var strips = Math.Clamp(target.Height / RowsPerStrip, 1, threads * 2);
        Parallel.For(0, strips, new ParallelOptions { MaxDegreeOfParallelism = threads }, strip =>
            Strip((int)((long)strip * target.Height / strips), (int)((strip + 1L) * target.Height / strips)));
    }

    private void Strip(int from, int to)
    {
        var width = target.Width * channels;
        // A ring: the window moves down, and a row's place is its number modulo the window.
        var ring = new float[down.Count][];
        for (var n = 0; n < ring.Length; n++) ring[n] = new float[width + Padding];
        var wide = new float[(source.Width * channels) + Padding];
        var sum = new float[width];
        var ready = down.First[from];
        for (var y = from; y < to; y++)
        {
            var first = down.First[y];
            for (ready = Math.Max(ready, first); ready < first + down.Count; ready++)
            {
                Load(source.RowSpan<byte>(ready), wide);
                Across(wide, ring[ready % down.Count]);
            }

            Down(ring, first, y, sum);
            Store(sum, target.RowSpan<byte>(y));
        }
    }

    private void Load(ReadOnlySpan<byte> from, float[] wide)
    {
        Samples.Widen(from, wide);
        if (channels != 4) return;
        for (var x = 0; x < from.Length; x += 4)
        {
            var alpha = wide[x + 3] / 255;
            wide[x] *= alpha;
            wide[x + 1] *= alpha;
            wide[x + 2] *= alpha;
        }
    }

    // All taps of a few columns at a time, so that sums stay in registers.
    private void Down(float[][] ring, int first, int y, float[] sum)
    {
        var weights = down.Weights.AsSpan(y * down.Count, down.Count);
        var at = 0;
        for (; at <= sum.Length - Vector512<float>.Count; at += Vector512<float>.Count)
        {
            var mixed = Vector512<float>.Zero;
            for (int tap = 0, row = first % ring.Length; tap < weights.Length; tap++)
            {
                mixed = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref ring[row][at]), Vector512.Create(weights[tap]), mixed);
                if (++row == ring.Length) row = 0;
            }

            mixed.StoreUnsafe(ref sum[at]);
        }

        for (; at < sum.Length; at++)
        {
            sum[at] = 0;
            for (var tap = 0; tap < weights.Length; tap++) sum[at] += ring[(first + tap) % ring.Length][at] * weights[tap];
        }
    }

    private void Across(float[] wide, float[] row)
    {
        if (channels == 1)
        {
            for (var x = 0; x < across.First.Length; x++)
                row[x] = System.Numerics.Tensors.TensorPrimitives.Dot(wide.AsSpan(across.First[x], across.Count), across.Weights.AsSpan(x * across.Count, across.Count));
            return;
        }

        ref var start = ref MemoryMarshal.GetArrayDataReference(wide);
        ref var end = ref MemoryMarshal.GetArrayDataReference(row);
        ref var weight = ref MemoryMarshal.GetArrayDataReference(across.Weights);
        for (int x = 0, at = 0; x < across.First.Length; x++)
        {
            var pixel = (nuint)(across.First[x] * channels);
            var mixed = Vector128<float>.Zero;
            for (var tap = 0; tap < across.Count; tap++, at++, pixel += (nuint)channels)
            {
                mixed = Vector128.MultiplyAddEstimate(
                    Vector128.LoadUnsafe(ref start, pixel), Vector128.Create(System.Runtime.CompilerServices.Unsafe.Add(ref weight, at)), mixed);
            }

            mixed.StoreUnsafe(ref end, (nuint)(x * channels));
        }
    }

    private void Store(Span<float> sum, Span<byte> to)
    {
        if (channels == 4)
        {
            for (var x = 0; x < sum.Length; x += 4)
            {
                var factor = sum[x + 3] > 0.5f ? 255 / sum[x + 3] : 0;
                sum[x] *= factor;
                sum[x + 1] *= factor;
                sum[x + 2] *= factor;
            }
        }

        Samples.Narrow(sum, to);
    }
}
