using Orleans;

namespace Darkroom.Benchmarks.Calls;

/// <summary>Does next to nothing, so that what is measured is the call.</summary>
public interface ICountingGrain : IGrainWithStringKey
{
    /// <summary>Adds, and answers the sum.</summary>
    Task<long> Add(int amount);
}

internal sealed class CountingGrain : Grain, ICountingGrain
{
    private long sum;

    public Task<long> Add(int amount) => Task.FromResult(sum += amount);
}
