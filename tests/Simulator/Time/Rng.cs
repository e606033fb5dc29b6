namespace Darkroom.Simulation.Time;

/// <summary>
/// Numbers that follow from a seed, the same on every machine and version (SplitMix64, Steele, Lea and Flood: "Fast Splittable Pseudorandom
/// Number Generators", https://doi.org/10.1145/2714064.2660195). Also the source of all bytes that the product asks for. Not thread-safe.
/// </summary>
internal sealed class Rng : RandomSource
{
    private readonly ulong seed;
    private ulong state;

    public Rng(ulong seed) => (this.seed, state) = (seed, seed);

    /// <summary>A stream of its own, so that drawing more from one does not move the others.</summary>
    public Rng Fork(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new Rng(Mix(seed ^ hash));
    }

    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15UL);

    /// <summary>0 to <paramref name="bound"/> − 1.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>0 (inclusive) to 1 (exclusive).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => probability > 0 && Share() < probability;

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + TimeSpan.FromTicks((long)((most - least).Ticks * Share()));

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public override void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += sizeof(ulong))
        {
            var number = Next();
            for (var j = i; j < Math.Min(i + sizeof(ulong), bytes.Length); j++, number >>= 8)
            {
                bytes[j] = (byte)number;
            }
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
