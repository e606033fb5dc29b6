using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.InProcess;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

/// <summary>Time and the order of turns can be taken over, which is what a simulation of the cluster stands on.</summary>
public sealed class SeamTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Every_turn_passes_through_the_scheduler_and_runs_in_the_order_that_it_chooses()
    {
        var scheduler = new HandScheduler();
        await using var silo = await TestSilo.StartAsync(configure: builder => builder.Services.AddSingleton<IGrainScheduler>(scheduler));
        var one = silo.Grains.GetGrain<ICounterGrain>("one").Increment(1);
        var two = silo.Grains.GetGrain<ICounterGrain>("two").Increment(2);
        silo.Journal.Entries.ShouldBeEmpty();

        scheduler.RunLast();
        silo.Journal.Entries.ShouldBe(["activated two"]);
        scheduler.RunAll();
        silo.Journal.Entries.ShouldBe(["activated two", "activated one"]);
        (await one).ShouldBe(1);
        (await two).ShouldBe(2);
        scheduler.RunWhatComes();
    }

    [Fact]
    public async Task Idle_collection_goes_by_the_given_clock()
    {
        await using var silo = await StartAsync();
        await silo.Grains.GetGrain<ICounterGrain>("idle").Increment(1);
        await silo.Grains.GetGrain<ICounterGrain>("kept").Keep(TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromMinutes(14));
        silo.Journal.Entries.ShouldNotContain("deactivated idle: ActivationIdle");
        _time.Advance(TimeSpan.FromMinutes(3));
        await silo.Journal.WaitFor("deactivated idle: ActivationIdle");
        silo.Journal.Entries.ShouldNotContain("deactivated kept: ActivationIdle");
        _time.Advance(TimeSpan.FromHours(3));
        await silo.Journal.WaitFor("deactivated kept: ActivationIdle");
    }

    [Fact]
    public async Task Response_timeouts_go_by_the_given_clock()
    {
        await using var silo = await StartAsync();
        var call = silo.Grains.GetGrain<IOrderlyGrain>("waits").Wait("waits", "gate");
        await silo.Journal.WaitFor("waits begins");
        _time.Advance(TimeSpan.FromSeconds(29));
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));
        await Should.ThrowAsync<TimeoutException>(() => call);
        silo.Gates.Open("gate");
        await silo.Journal.WaitFor("waits ends");
    }

    [Fact]
    public async Task Reminders_tick_on_the_grid_of_their_first_tick()
    {
        await using var silo = await StartAsync();
        await silo.Grains.GetGrain<IReminderGrain>("r").Remind("hourly", TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromMinutes(9));
        silo.Journal.Entries.ShouldNotContain("r hourly");
        for (var tick = 1; tick <= 3; tick++)
        {
            _time.Advance(TimeSpan.FromMinutes(tick == 1 ? 1 : 60));
            await silo.Journal.WaitFor("r hourly", tick);
        }

        silo.Journal.Count("r hourly").ShouldBe(3);
    }

    [Fact]
    public async Task Timers_tick_by_the_given_clock()
    {
        await using var silo = await StartAsync();
        silo.Gates.Open("open");
        await silo.Grains.GetGrain<ITimerGrain>("t").Tick(
            "daily", new GrainTimerCreationOptions(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), "open");
        _time.Advance(TimeSpan.FromSeconds(59));
        silo.Journal.Entries.ShouldNotContain("daily begins");
        _time.Advance(TimeSpan.FromSeconds(1));
        await silo.Journal.WaitFor("daily ends");
    }

    private Task<TestSilo> StartAsync() =>
        TestSilo.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_time));

    /// <summary>Runs queues when and in the order that the test says.</summary>
    private sealed class HandScheduler : IGrainScheduler
    {
        private readonly Lock _gate = new();
        private readonly List<TurnQueue> _ready = [];
        private bool _running;

        public void Schedule(TurnQueue queue)
        {
            lock (_gate)
            {
                if (!_running)
                {
                    _ready.Add(queue);
                    return;
                }
            }

            ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: false);
        }

        public void RunLast() => Run(_ready[^1]);

        public void RunAll()
        {
            while (_ready.Count > 0) Run(_ready[0]);
        }

        /// <summary>From now on everything runs as it comes, so that the silo can stop.</summary>
        public void RunWhatComes()
        {
            lock (_gate) _running = true;
            RunAll();
        }

        private void Run(TurnQueue queue)
        {
            lock (_gate) _ready.Remove(queue);
            while (queue.RunOne())
            {
            }
        }
    }
}
