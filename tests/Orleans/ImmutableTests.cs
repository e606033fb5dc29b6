using Orleans;

namespace Darkroom.Orleans.Tests;

/// <summary>
/// The stand-in copies immutable messages too unless a switch of the whole process says otherwise, so this runs while no other test does.
/// </summary>
[Collection(nameof(ImmutableTests))]
[CollectionDefinition(nameof(ImmutableTests), DisableParallelization = true)]
public sealed class ImmutableTests : IDisposable
{
    private const string PassImmutable = "Orleans.InProcess.PassImmutableAsIs";

    public ImmutableTests() => AppContext.SetSwitch(PassImmutable, true);

    public void Dispose() => AppContext.SetSwitch(PassImmutable, false);

    [Fact]
    [Trait(Semantics.Trait, Semantics.Copies)]
    public async Task Immutable_arguments_and_results_are_handed_over_as_they_are()
    {
        await using var silo = await TestSilo.StartAsync();
        var sent = new Stamp([1, 2]);
        (await silo.Grains.GetGrain<IStampGrain>("a").Echo(sent)).ShouldBeSameAs(sent);
    }
}

[GenerateSerializer, Immutable]
public sealed record Stamp([property: Id(0)] byte[] Bytes);

public interface IStampGrain : IGrainWithStringKey
{
    Task<Stamp> Echo(Stamp stamp);
}

internal sealed class StampGrain : Grain, IStampGrain
{
    public Task<Stamp> Echo(Stamp stamp) => Task.FromResult(stamp);
}
