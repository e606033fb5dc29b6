namespace Darkroom.Jobs;

/// <summary>
/// A signal for those who wait for a change. Take <see cref="Next"/> before looking at what may have changed, then wait for it:
/// a change after the look ends the wait, so none is ever missed. For one activation; not thread-safe.
/// </summary>
internal sealed class Watchers
{
    private TaskCompletionSource signal = New();

    /// <summary>Ends with the next <see cref="Wake"/>.</summary>
    public Task Next => signal.Task;

    /// <summary>Something changed: everybody looks again.</summary>
    public void Wake()
    {
        var waiting = signal;
        signal = New();
        waiting.TrySetResult();
    }

    /// <summary>Waits for the task, the time or the token, whichever comes first. Throws on none of them.</summary>
    public static async Task WaitFor(Task change, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        if (patience <= TimeSpan.Zero)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var delay = Task.Delay(patience, time, enough.Token);
        await Task.WhenAny(change, delay);
        await enough.CancelAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
