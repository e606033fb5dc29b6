using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.InProcess;
using Orleans.Runtime;

namespace Darkroom.Orleans.Tests;

/// <summary>Calls between silos of one process pass through a seam, where they can be led elsewhere, lost, repeated and held up.</summary>
public sealed class NetworkSeamTests : IAsyncLifetime
{
    private readonly VirtualTime _time = new();
    private readonly HandNetwork _network = new();
    private TestSilo _one = null!;
    private TestSilo _two = null!;

    private ICounterGrain Counter => _one.Grains.GetGrain<ICounterGrain>("c");

    public async Task InitializeAsync()
    {
        _one = await StartAsync();
        _two = await StartAsync();
        _network.Target = _two.Services.GetRequiredService<Silo>();
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_call_runs_where_the_network_leads_it_and_its_answer_comes_back()
    {
        (await Counter.Increment(2)).ShouldBe(2);
        _two.Journal.Entries.ShouldContain("activated c");
        _one.Journal.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_grain_can_be_active_on_two_silos_and_then_each_has_a_state_of_its_own()
    {
        (await Counter.Increment(2)).ShouldBe(2);
        _network.Target = _one.Services.GetRequiredService<Silo>();
        (await Counter.Increment(5)).ShouldBe(5);
        _one.Journal.Entries.ShouldContain("activated c");
    }

    [Fact]
    public async Task A_call_whose_answer_is_lost_has_run_and_times_out()
    {
        _network.LosesAnswers = true;
        var call = Counter.Increment(2);
        await _network.Answered.Task;
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Should.ThrowAsync<TimeoutException>(() => call);
        _network.LosesAnswers = false;
        (await Counter.Increment(1)).ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_is_lost_never_runs_and_times_out()
    {
        _network.LosesCalls = true;
        var call = Counter.Increment(2);
        _time.Advance(TimeSpan.FromSeconds(31));
        await Should.ThrowAsync<TimeoutException>(() => call);
        _network.LosesCalls = false;
        (await Counter.Increment(1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_arrives_twice_runs_twice_and_is_answered_once()
    {
        _network.Repeats = true;
        (await Counter.Increment(2)).ShouldBe(2);
        _network.Repeats = false;
        (await Counter.Increment(1)).ShouldBe(5);
    }

    [Fact]
    public async Task Of_several_silos_the_network_says_which_one_ticks_a_reminder()
    {
        _network.Ticking = _ => false;
        await _one.Grains.GetGrain<IReminderGrain>("r").Remind("minutely", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(3));
        _two.Journal.Count("r minutely").ShouldBe(0);
        _network.Ticking = silo => silo == _network.Target;
        _time.Advance(TimeSpan.FromMinutes(1));
        await _two.Journal.WaitFor("r minutely");
        _two.Journal.Count("r minutely").ShouldBe(1);
    }

    private Task<TestSilo> StartAsync() => TestSilo.StartAsync(configure: builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ISiloNetwork>(_network);
    });

    private sealed class HandNetwork : ISiloNetwork
    {
        public Silo Target { get; set; } = null!;

        public bool LosesCalls { get; set; }

        public bool LosesAnswers { get; set; }

        public bool Repeats { get; set; }

        public Func<Silo, bool> Ticking { get; set; } = _ => true;

        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Send(Silo source, Request request)
        {
            if (LosesCalls) return;
            Target.Receive(request);
            if (Repeats) Target.Receive(request.Repeat());
        }

        public void Answer(Silo runner, Request request, Action deliver)
        {
            if (!LosesAnswers) deliver();
            Answered.TrySetResult();
        }

        public bool Ticks(Silo silo, GrainId grainId) => Ticking(silo);
    }
}
