using Darkroom.Simulation.Checks;
using Darkroom.Simulation.Cluster;

namespace Darkroom.Simulation.Time;

/// <summary>
/// Virtual time and everything that waits: turns that are ready now, of which a seeded draw takes the next, and events that are due later.
/// One thread does everything. After every step the pool has nothing left to do.
/// </summary>
internal sealed class World(ulong seed, int historyLength)
{
    /// <summary>When virtual time begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A run that takes more steps is going round in circles.</summary>
    private const long MostSteps = 20_000_000;

    private readonly PriorityQueue<Happening, (long Due, ulong Tie)> events = new();
    private readonly List<Turn> ready = [];
    private readonly Rng root = new(seed);
    private long now = Start.UtcTicks;

    public Rng Order { get; } = new Rng(seed).Fork("order");

    /// <summary>For what the product draws: ids, keys, salts.</summary>
    public Rng Ids { get; } = new Rng(seed).Fork("ids");

    public History History { get; } = new(historyLength);

    public DateTimeOffset Now => new(now, TimeSpan.Zero);

    public TimeSpan Elapsed => Now - Start;

    public long Steps { get; private set; }

    /// <summary>The first promise that was broken; the run ends there.</summary>
    public BrokenInvariant? Broken { get; private set; }

    public Rng Stream(string name) => root.Fork(name);

    /// <summary>Adds to the history.</summary>
    public void Note(string node, string what, object? about = null, object? more = null) => History.Add(Elapsed, node, what, about, more);

    public void Fail(BrokenInvariant broken) => Broken ??= broken;

    /// <summary>Something that happens later, unless its owner is dead by then or it is called off.</summary>
    public Happening After(TimeSpan delay, Node? owner, Action run)
    {
        var due = now + Math.Max(0, delay.Ticks);
        var happening = new Happening(due, owner, run);
        events.Enqueue(happening, (due, Order.Next()));
        return happening;
    }

    /// <summary>A turn that could run now.</summary>
    public void Ready(Turn turn) => ready.Add(turn);

    /// <summary>Runs until the time is there, or the condition is met (looked at after every step), or a promise is broken.</summary>
    /// <returns>Whether the condition was met.</returns>
    public async Task<bool> Run(TimeSpan span, Func<bool>? until = null)
    {
        var end = now + span.Ticks;
        while (Broken is null)
        {
            if (OnePoolThread.IsWanted)
            {
                await OnePoolThread.Others();
            }
            else if (until?.Invoke() is true)
            {
                return true;
            }
            else if (!Step(end))
            {
                now = Math.Max(now, end);
                return false;
            }
        }

        return false;
    }

    /// <summary>The machines were asleep, or their clocks were set: it is later at once, and whatever was due meanwhile is late.</summary>
    public void Jump(TimeSpan span)
    {
        now += span.Ticks;
        Note("world", "time jumps by", span.ToString());
    }

    private bool Step(long end)
    {
        if (++Steps > MostSteps)
        {
            throw new InvalidOperationException($"The run has taken {MostSteps} steps and does not come to an end.");
        }

        try
        {
            return RunReady() || RunDue(end);
        }
        catch (BrokenInvariant broken)
        {
            Fail(broken);
            return true;
        }
    }

    private bool RunReady()
    {
        if (ready.Count == 0)
        {
            return false;
        }

        var index = ready.Count == 1 ? 0 : Order.Next(ready.Count);
        var turn = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        if (turn.Node.IsPaused)
        {
            turn.Node.Hold(turn);
        }
        else if (!turn.Node.IsDead)
        {
            turn.Run(this);
        }

        return true;
    }

    private bool RunDue(long end)
    {
        if (!events.TryPeek(out var next, out _) || next.Due > end)
        {
            return false;
        }

        events.Dequeue();
        if (next.IsOff || next.Owner is { IsDead: true })
        {
            return true;
        }

        now = Math.Max(now, next.Due);
        if (next.Owner is { IsPaused: true } paused)
        {
            paused.Hold(next);
        }
        else
        {
            next.Run();
        }

        return true;
    }
}

/// <summary>Something that is due.</summary>
internal sealed class Happening(long due, Node? owner, Action run)
{
    public long Due => due;

    public Node? Owner => owner;

    public bool IsOff { get; private set; }

    public void CallOff() => IsOff = true;

    public void Run()
    {
        if (!IsOff)
        {
            run();
        }
    }
}
