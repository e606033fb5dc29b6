using Darkroom.Simulation.Time;
using Microsoft.Extensions.Hosting;
using Orleans.InProcess;

namespace Darkroom.Simulation.Cluster;

/// <summary>
/// A process of the cluster, for as long as it lives: a silo, or a gateway, which has no grains. A dead one never does anything again: its turns,
/// timers and answers are dropped where they wait.
/// </summary>
internal sealed class Node : SynchronizationContext, IGrainScheduler, IHostApplicationLifetime
{
    private readonly World world;
    private readonly List<Turn> heldTurns = [];
    private readonly List<Happening> held = [];
    private readonly CancellationTokenSource started = new();
    private readonly CancellationTokenSource stopping = new();

    public Node(World world, string name, bool hostsGrains)
    {
        (this.world, Name, HostsGrains) = (world, name, hostsGrains);
        Time = new NodeTime(world, this);
    }

    public string Name { get; }

    public bool HostsGrains { get; }

    public NodeTime Time { get; }

    public bool IsDead { get; private set; }

    /// <summary>It has started, and does not stop yet: grains may be placed there.</summary>
    public bool IsOpen => HostsGrains && !IsDead && started.IsCancellationRequested && !stopping.IsCancellationRequested;

    public IServiceProvider Services { get; set; } = null!;

    public LocalSilo Silo { get; set; } = null!;

    /// <summary>What goes on by itself while it runs.</summary>
    public List<Task> Running { get; } = [];

    public CancellationToken ApplicationStarted => started.Token;

    public CancellationToken ApplicationStopping => stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void Started() => Enter(started.Cancel);

    public void StopApplication() => Enter(stopping.Cancel);

    public void Die() => IsDead = true;

    /// <summary>It stands still: what would happen to it waits until <see cref="Resume"/>.</summary>
    public bool IsPaused { get; private set; }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        foreach (var turn in heldTurns)
        {
            world.Ready(turn);
        }

        foreach (var happening in held)
        {
            world.After(TimeSpan.Zero, this, happening.Run);
        }

        heldTurns.Clear();
        held.Clear();
    }

    public void Hold(Turn turn) => heldTurns.Add(turn);

    public void Hold(Happening happening) => held.Add(happening);

    /// <summary>Runs something as this node: what follows its awaits comes back here, in a seeded order.</summary>
    public void Enter(Action run) => Enter(static run => ((Action)run!)(), run);

    /// <inheritdoc cref="Enter(Action)"/>
    public void Enter(SendOrPostCallback run, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            run(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Starts something that goes on by itself. What it throws is a fault of the simulation, unless the node is dead.</summary>
    public void Start(Func<Task> run) => Enter(() => _ = Watch(run));

    public override void Post(SendOrPostCallback d, object? state) => world.Ready(new Turn(this, d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for another turn.");

    public override SynchronizationContext CreateCopy() => this;

    void IGrainScheduler.Schedule(TurnQueue queue) => world.Ready(new Turn(this, queue));

    private async Task Watch(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception fault)
        {
            world.Fail(fault as Checks.BrokenInvariant ?? new Checks.BrokenInvariant("nothing ends by itself with a fault", $"{Name}: {fault}"));
        }
    }
}
