using Orleans;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class ActivationTests
{
    [Fact]
    public async Task A_grain_activates_on_its_first_call_and_once()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICounterGrain>("a");
        silo.Journal.Entries.ShouldBeEmpty();

        (await grain.Increment(2)).ShouldBe(2);
        (await grain.Increment(3)).ShouldBe(5);

        silo.Journal.Entries.ShouldBe(["activated a"]);
    }
}

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Increment(int by);
}

internal sealed class CounterGrain(Journal journal) : Grain, ICounterGrain
{
    private int _value;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"activated {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public Task<int> Increment(int by) => Task.FromResult(_value += by);
}
