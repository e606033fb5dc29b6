using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

[GenerateSerializer]
public sealed class Parcel
{
    [Id(0)]
    public List<Item> Items { get; set; } = [];

    [Id(1)]
    public Dictionary<string, List<int>> ByName { get; } = [];
}

[GenerateSerializer]
public sealed record Item(string Name, byte[] Bytes);

[GenerateSerializer]
public sealed class ShortageException : Exception
{
    public ShortageException(int missing)
        : base($"{missing} are missing") => Missing = missing;

    [Id(0)]
    public int Missing { get; private set; }
}

public interface ICallGrain : IGrainWithStringKey
{
    Task<Parcel> Keep(Parcel parcel);

    Task<Parcel> Kept();

    ValueTask Throw(string what);

    [ResponseTimeout("00:00:02")]
    Task Slow(string gate);

    Task Busy(string gate);

    Task UntilCancelled(CancellationToken token);

    [OneWay]
    Task Forget(string gate);

    Task<string?> ContextThrough(string other, string key);

    Task<string?> ContextHere(string key);

    ValueTask<string?> AmbientValue();

    Task<ICounterGrain> Use(ICounterGrain counter);

    Task<ICallGrain> Self();

    Task<string> Many(int a, string b, long c, decimal d, bool e, ImmutableArray<int> f, short g, string h, int? i, CancellationToken token);
}

internal sealed class CallGrain(Journal journal, Gates gates) : Grain, ICallGrain
{
    internal static readonly AsyncLocal<string?> Ambient = new();

    private Parcel _kept = new();

    public Task<Parcel> Keep(Parcel parcel) => Task.FromResult(_kept = parcel);

    public Task<Parcel> Kept() => Task.FromResult(_kept);

    public async ValueTask Throw(string what)
    {
        await Task.Yield();
        throw what == "own" ? new ShortageException(7) : new ArgumentOutOfRangeException(nameof(what));
    }

    public async Task Slow(string gate)
    {
        await gates.Pass(gate);
        _kept = new Parcel { Items = [new Item("by a slow call", [])] };
        journal.Add("slow ends");
    }

    public async Task Busy(string gate)
    {
        journal.Add("busy");
        await gates.Pass(gate);
    }

    public async Task UntilCancelled(CancellationToken token)
    {
        journal.Add("waits for its token");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
        finally
        {
            journal.Add("token was cancelled");
        }
    }

    public async Task Forget(string gate)
    {
        await gates.Pass(gate);
        journal.Add("forgotten");
        throw new InvalidOperationException("nobody hears this");
    }

    public Task<string?> ContextThrough(string other, string key) => GrainFactory.GetGrain<ICallGrain>(other).ContextHere(key);

    public Task<string?> ContextHere(string key)
    {
        RequestContext.Set("set by grain", "x");
        return Task.FromResult(RequestContext.Get(key) as string);
    }

    public ValueTask<string?> AmbientValue() => new(Ambient.Value);

    public async Task<ICounterGrain> Use(ICounterGrain counter)
    {
        await counter.Increment(1);
        return counter;
    }

    public Task<ICallGrain> Self() => Task.FromResult(this.AsReference<ICallGrain>());

    public Task<string> Many(int a, string b, long c, decimal d, bool e, ImmutableArray<int> f, short g, string h, int? i, CancellationToken token) =>
        Task.FromResult(FormattableString.Invariant($"{a} {b} {c} {d} {e} {f.Single()} {g} {h} {i}"));
}

public interface IGuidGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

internal sealed class GuidGrain : Grain, IGuidGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

public interface INumberGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

internal sealed class NumberGrain : Grain, INumberGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

public interface ICompoundGrain : IGrainWithIntegerCompoundKey
{
    Task<(long Number, string? Extension)> Key();
}

internal sealed class CompoundGrain : Grain, ICompoundGrain
{
    public Task<(long Number, string? Extension)> Key() => Task.FromResult((this.GetPrimaryKeyLong(out var extension), extension));
}
