using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class ActivationTests
{
    [Fact]
    [Trait(Semantics.Trait, Semantics.FirstCall)]
    public async Task A_grain_activates_on_its_first_call_and_once()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICounterGrain>("a");
        silo.Journal.Entries.ShouldBeEmpty();

        (await grain.Increment(2)).ShouldBe(2);
        (await grain.Increment(3)).ShouldBe(5);

        silo.Journal.Entries.ShouldBe(["activated a"]);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.FirstCall)]
    public async Task Many_first_calls_at_once_make_one_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => silo.Grains.GetGrain<ICounterGrain>("b").Increment(1))));
        (await silo.Grains.GetGrain<ICounterGrain>("b").Increment(0)).ShouldBe(100);
        silo.Journal.Count("activated b").ShouldBe(1);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.FailedActivation)]
    public async Task A_failing_activation_fails_the_call_and_is_retried_by_the_next()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<IShakyGrain>("c");
        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Ping())).Message.ShouldBe("not yet");
        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Ping())).Message.ShouldBe("not yet");
        silo.Gates.Open("c is ready");
        (await grain.Ping()).ShouldBe("pong");
    }

    [Fact]
    public async Task A_grain_that_asks_to_go_goes_and_comes_back_anew()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICounterGrain>("d");
        await grain.Increment(5);
        await grain.Leave();
        await silo.Journal.WaitFor("deactivated d: ApplicationRequested");
        (await grain.Increment(1)).ShouldBe(1);
        silo.Journal.Count("activated d").ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_waits_while_its_grain_goes_reaches_the_next_activation()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICounterGrain>("e");
        await grain.Increment(5);
        var leaving = grain.LeaveAfter("gate");
        await silo.Journal.WaitFor("e is leaving");
        var waiting = grain.Increment(1);
        silo.Gates.Open("gate");
        await leaving;
        (await waiting).ShouldBe(1);
        silo.Journal.Count("activated e").ShouldBe(2);
    }

    [Fact]
    public async Task A_call_whose_grain_leaves_again_and_again_runs_or_is_rejected_without_having_run()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ICounterGrain>("e2");
        await grain.Increment(1);
        var first = grain.LeaveAfter("gate");
        await silo.Journal.WaitFor("e2 is leaving");
        var calls = Enumerable.Range(0, 20).Select(_ => grain.LeaveAfter("gate")).Append(first).ToArray();
        silo.Gates.Open("gate");
        var outcomes = await Task.WhenAll(calls.Select(call => Record.ExceptionAsync(() => call)));
        outcomes.ShouldAllBe(outcome => outcome == null || outcome.GetType() == typeof(OrleansMessageRejectionException));
        silo.Journal.Count("e2 is leaving").ShouldBe(outcomes.Count(outcome => outcome is null));
        (await grain.Increment(1)).ShouldBe(1);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.IdleCollection)]
    public async Task An_idle_activation_is_collected()
    {
        await using var silo = await TestSilo.StartAsync(configure: Collect);
        await silo.Grains.GetGrain<ICounterGrain>("f").Increment(1);
        await silo.Journal.WaitFor("deactivated f: ActivationIdle");
    }

    [Fact]
    public async Task An_activation_that_is_kept_is_not_collected()
    {
        await using var silo = await TestSilo.StartAsync(configure: Collect);
        await silo.Grains.GetGrain<ICounterGrain>("kept").Keep(TimeSpan.FromHours(1));
        await silo.Grains.GetGrain<ICounterGrain>("idle").Increment(1);
        await silo.Journal.WaitFor("deactivated idle: ActivationIdle");
        silo.Journal.Entries.ShouldNotContain("deactivated kept: ActivationIdle");
    }

    [Fact]
    public async Task Stopping_lets_running_requests_end_and_deactivates_every_grain()
    {
        var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<ICounterGrain>("g").Increment(1);
        var running = silo.Grains.GetGrain<IOrderlyGrain>("h").Wait("h", "gate");
        await silo.Journal.WaitFor("h begins");
        var stopping = silo.StopAsync();
        silo.Gates.Open("gate");
        await running;
        await stopping;
        silo.Journal.Entries.ShouldContain("h ends");
        silo.Journal.Entries.ShouldContain("deactivated g: ShuttingDown");
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_grain_that_does_not_end_does_not_hold_up_the_stop_beyond_its_limit()
    {
        var silo = await TestSilo.StartAsync();
        var running = silo.Grains.GetGrain<IOrderlyGrain>("i").Wait("i", "never");
        await silo.Journal.WaitFor("i begins");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Should.NotThrowAsync(() => silo.StopAsync(limit.Token).WaitAsync(TimeSpan.FromSeconds(20)));
        running.IsCompletedSuccessfully.ShouldBeFalse();
        silo.Gates.Open("never");
    }

    private static void Collect(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionQuantum = TimeSpan.FromMilliseconds(200);
        options.CollectionAge = TimeSpan.FromMilliseconds(500);
    });
}

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Increment(int by);

    Task Leave();

    Task LeaveAfter(string gate);

    Task Keep(TimeSpan span);
}

internal sealed class CounterGrain(Journal journal, Gates gates) : Grain, ICounterGrain
{
    private int _value;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"activated {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"deactivated {this.GetPrimaryKeyString()}: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<int> Increment(int by) => Task.FromResult(_value += by);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task LeaveAfter(string gate)
    {
        journal.Add($"{this.GetPrimaryKeyString()} is leaving");
        DeactivateOnIdle();
        return gates.Pass(gate);
    }

    public Task Keep(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }
}

public interface IShakyGrain : IGrainWithStringKey
{
    Task<string> Ping();
}

internal sealed class ShakyGrain(Gates gates) : Grain, IShakyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        gates.Pass($"{this.GetPrimaryKeyString()} is ready").IsCompleted ? Task.CompletedTask : throw new InvalidOperationException("not yet");

    public Task<string> Ping() => Task.FromResult("pong");
}
