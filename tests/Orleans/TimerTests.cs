using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

public sealed class TimerTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_timer_ticks_again_and_again()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<ITimerGrain>("a").Tick("tick", new GrainTimerCreationOptions(s_tick, s_tick), "open");
        silo.Gates.Open("open");
        await silo.Journal.WaitFor("tick ends", 3);
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Gates.Open("open");
        var grain = silo.Grains.GetGrain<ITimerGrain>("b");
        await grain.Tick("once", new GrainTimerCreationOptions(s_tick, Timeout.InfiniteTimeSpan), "open");
        await grain.Tick("often", new GrainTimerCreationOptions(s_tick, s_tick), "open");
        await silo.Journal.WaitFor("often ends", 5);
        silo.Journal.Count("once ends").ShouldBe(1);
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.TimerOverlap)]
    public async Task Ticks_of_a_timer_do_not_overlap()
    {
        await using var silo = await TestSilo.StartAsync();
        var grain = silo.Grains.GetGrain<ITimerGrain>("c");
        await grain.Tick("slow", new GrainTimerCreationOptions(s_tick, s_tick) { Interleave = true }, "gate");
        await grain.Tick("other", new GrainTimerCreationOptions(s_tick, s_tick) { Interleave = true }, "open");
        silo.Gates.Open("open");
        await silo.Journal.WaitFor("slow begins");
        await silo.Journal.WaitFor("other ends", 5);
        silo.Journal.Count("slow begins").ShouldBe(1);
        silo.Gates.Open("gate");
    }

    [Fact]
    public async Task A_tick_waits_for_its_turn_unless_it_interleaves()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Gates.Open("open");
        var grain = silo.Grains.GetGrain<ITimerGrain>("d");
        await grain.Tick("polite", new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(200), s_tick), "open");
        await grain.Tick("rude", new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(200), s_tick) { Interleave = true }, "open");
        var busy = grain.Busy("gate");
        await silo.Journal.WaitFor("busy begins");
        await silo.Journal.WaitFor("rude ends", 5);
        silo.Journal.Entries.ShouldNotContain("polite begins");
        silo.Gates.Open("gate");
        await busy;
        await silo.Journal.WaitFor("polite ends");
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Gates.Open("open");
        var grain = silo.Grains.GetGrain<ITimerGrain>("e");
        await grain.Tick("stopped", new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(300), s_tick), "open");
        await grain.StopAll();
        await grain.Tick("going", new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(300), s_tick), "open");
        await silo.Journal.WaitFor("going ends", 5);
        silo.Journal.Entries.ShouldNotContain("stopped begins");
    }

    [Fact]
    [Trait(Semantics.Trait, Semantics.TimersAndLife)]
    public async Task A_timer_does_not_keep_its_grain_alive_unless_told_so()
    {
        await using var silo = await TestSilo.StartAsync(configure: Collect);
        silo.Gates.Open("open");
        await silo.Grains.GetGrain<ITimerGrain>("kept").Tick("kept", new GrainTimerCreationOptions(s_tick, s_tick) { KeepAlive = true }, "open");
        await silo.Grains.GetGrain<ITimerGrain>("mortal").Tick("mortal", new GrainTimerCreationOptions(s_tick, s_tick), "open");
        await silo.Journal.WaitFor("deactivated mortal");
        silo.Journal.Entries.ShouldNotContain("deactivated kept");
    }

    [Fact]
    public async Task A_failing_tick_does_not_stop_the_timer()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.Grains.GetGrain<ITimerGrain>("f").Fail(s_tick);
        await silo.Journal.WaitFor("failing", 3);
    }

    private static void Collect(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionQuantum = TimeSpan.FromMilliseconds(200);
        options.CollectionAge = TimeSpan.FromSeconds(3);
    });
}

public interface ITimerGrain : IGrainWithStringKey
{
    Task Tick(string name, GrainTimerOptionsMessage options, string gate);

    Task StopAll();

    Task Busy(string gate);

    Task Fail(TimeSpan period);
}

/// <summary>Timer options as a message: those of the host do not travel.</summary>
[GenerateSerializer, Immutable]
public sealed record GrainTimerOptionsMessage(TimeSpan DueTime, TimeSpan Period, bool Interleave, bool KeepAlive)
{
    public static implicit operator GrainTimerOptionsMessage(GrainTimerCreationOptions options) =>
        new(options.DueTime, options.Period, options.Interleave, options.KeepAlive);
}

internal sealed class TimerGrain(Journal journal, Gates gates) : Grain, ITimerGrain
{
    private readonly List<IGrainTimer> _timers = [];

    public Task Tick(string name, GrainTimerOptionsMessage options, string gate)
    {
        _timers.Add(this.RegisterGrainTimer(
            async () =>
            {
                journal.Add($"{name} begins");
                await gates.Pass(gate);
                journal.Add($"{name} ends");
            },
            new GrainTimerCreationOptions(options.DueTime, options.Period) { Interleave = options.Interleave, KeepAlive = options.KeepAlive }));
        return Task.CompletedTask;
    }

    public Task StopAll()
    {
        foreach (var timer in _timers) timer.Dispose();
        return Task.CompletedTask;
    }

    public async Task Busy(string gate)
    {
        journal.Add("busy begins");
        await gates.Pass(gate);
    }

    public Task Fail(TimeSpan period)
    {
        this.RegisterGrainTimer(
            () =>
            {
                journal.Add("failing");
                throw new InvalidOperationException("on purpose");
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"deactivated {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }
}
