using Darkroom.Simulation.Cluster;

namespace Darkroom.Simulation.Time;

/// <summary>
/// A node's clock: virtual time and how far this node is off. Timers die with their node; one that is overdue fires once.
/// </summary>
internal sealed class NodeTime(World world, Node node) : TimeProvider
{
    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now + Offset;

    /// <summary>Does not jump when the clock is set.</summary>
    public override long GetTimestamp() => world.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new NodeTimer(world, node, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class NodeTimer(World world, Node node, TimerCallback callback, object? state) : ITimer
    {
        private Happening? next;
        private TimeSpan period;

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            next?.CallOff();
            period = every;
            next = dueTime < TimeSpan.Zero ? null : world.After(dueTime, node, Fire);
            return true;
        }

        public void Dispose()
        {
            next?.CallOff();
            next = null;
            period = Timeout.InfiniteTimeSpan;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            next = period > TimeSpan.Zero ? world.After(period, node, Fire) : null;
            callback(state);
        }
    }
}
