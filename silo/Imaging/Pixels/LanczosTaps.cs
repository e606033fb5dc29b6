namespace Darkroom.Imaging.Pixels;

/// <summary>
/// Which source samples each target sample is made of, along one axis: Lanczos with three lobes, widened when the picture shrinks, so
/// that what is finer than the target can show is averaged and not aliased.
/// </summary>
internal sealed class LanczosTaps
{
    private const double Lobes = 3;

    /// <summary>First source sample of each target sample.</summary>
    public int[] First { get; }

    /// <summary>Samples per target sample.</summary>
    public int Count { get; }

    /// <summary><see cref="Count"/> weights for each target sample, which sum to 1.</summary>
    public float[] Weights { get; }

    public LanczosTaps(int source, int target)
    {
        var ratio = (double)source / target;
        var scale = Math.Max(1, ratio);
        var support = Lobes * scale;
        Count = Math.Min(source, (int)Math.Ceiling(2 * support));
        First = new int[target];
        Weights = new float[target * Count];
        for (var n = 0; n < target; n++)
        {
            var centre = ((n + 0.5) * ratio) - 0.5;
            var first = Math.Clamp((int)Math.Floor(centre - support) + 1, 0, source - Count);
            First[n] = first;
            Fill(Weights.AsSpan(n * Count, Count), first - centre, scale);
        }
    }

    private static void Fill(Span<float> weights, double offset, double scale)
    {
        double sum = 0;
        for (var tap = 0; tap < weights.Length; tap++) sum += Kernel((offset + tap) / scale);
        for (var tap = 0; tap < weights.Length; tap++) weights[tap] = (float)(Kernel((offset + tap) / scale) / sum);
    }

    private static double Kernel(double x)
    {
        if (Math.Abs(x) < 1e-9) return 1;
        if (Math.Abs(x) >= Lobes) return 0;
        var angle = Math.PI * x;
        return Lobes * Math.Sin(angle) * Math.Sin(angle / Lobes) / (angle * angle);
    }
}
