namespace Orleans.Runtime;

/// <summary>A timer of a grain, whose ticks run as turns of it. Goes away with the activation.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a timer ticks, and what its ticks may do.</summary>
public readonly struct GrainTimerCreationOptions
{
    public GrainTimerCreationOptions()
    {
    }

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Time until the first tick.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Time from the end of a tick to the next; infinite: one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Ticks may interleave with requests. Otherwise they wait for their turn like one.</summary>
    public bool Interleave { get; init; }

    /// <summary>Ticks count as use, so that the activation is not collected as idle.</summary>
    public bool KeepAlive { get; init; }
}
