namespace Orleans.InProcess;

/// <summary>
/// The seam through which every turn of every grain passes. A queue that has turns to run is handed over once, and
/// again only after <see cref="TurnQueue.RunOne"/> has said that it is empty.
/// </summary>
internal interface IGrainScheduler
{
    void Schedule(TurnQueue queue);
}

/// <summary>Runs turns on the thread pool: each queue on one thread at a time, a bounded number of turns in a row.</summary>
internal sealed class ThreadPoolGrainScheduler : IGrainScheduler
{
    /// <summary>Turns in a row, so that a busy grain does not keep a thread from the others.</summary>
    internal const int TurnsInARow = 64;

    /// <summary>
    /// A thread prefers its own queue, which is fast, and would keep grains that call each other there for ever; so once
    /// in a while a queue of turns lines up behind everything else that the pool has to do.
    /// </summary>
    private const uint InLineOnceIn = 32;

    [ThreadStatic]
    private static uint s_scheduled;

    public void Schedule(TurnQueue queue) =>
        ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: ++s_scheduled % InLineOnceIn != 0);
}
