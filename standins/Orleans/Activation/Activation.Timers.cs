using Orleans.Runtime;

namespace Orleans.InProcess;

/// <content>The timers of an activation, which end with it.</content>
internal sealed partial class Activation
{
    private List<GrainTimer>? _timers;

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> tick, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(RuntimeContext.Current, this))
            throw new InvalidOperationException($"A timer of {GrainId} can be registered in a turn of the grain only.");
        var timer = new GrainTimer(this, tick, options);
        lock (_gate) (_timers ??= []).Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (_gate) _timers?.Remove(timer);
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_gate)
        {
            if (_timers is not { Count: > 0 }) return;
            timers = [.. _timers];
        }

        foreach (var timer in timers) timer.Dispose();
    }
}
