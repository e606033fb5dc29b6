namespace Darkroom.Benchmarks;

/// <summary>Takes turns between the two sides.</summary>
internal static class Rounds
{
    /// <summary>The best time of each side over some rounds: what else runs on the machine only ever adds.</summary>
    public static async Task<(TimeSpan Ours, TimeSpan Rival)> Best(int rounds, Func<Task<TimeSpan>> ours, Func<Task<TimeSpan>> rival)
    {
        var (best, bestRival) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            var (one, other) = (await ours(), await rival());
            if (one < best) best = one;
            if (other < bestRival) bestRival = other;
        }

        return (best, bestRival);
    }
}
