namespace Orleans.InProcess;

/// <summary>
/// The turns of one activation, in order, one at a time. It is the activation's task scheduler as well, so that what
/// follows an await comes back here.
/// </summary>
internal sealed class TurnQueue(Activation activation, IGrainScheduler scheduler) : TaskScheduler, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<object> _turns = new();
    private bool _scheduled;

    /// <summary>Set while a task is started that is to run at once on this thread instead of being queued.</summary>
    [ThreadStatic]
    private static bool s_starting;

    public Activation Activation => activation;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Adds the first turn of a piece of work.</summary>
    public void Post(Work work) => Add(work);

    /// <summary>Runs the next turn; says whether there is another.</summary>
    public bool RunOne()
    {
        object turn;
        lock (_gate) turn = _turns.Dequeue();

        var outer = RuntimeContext.Current;
        RuntimeContext.Current = activation;
        try
        {
            TryExecuteTask(turn as Task ?? Start((Work)turn));
        }
        finally
        {
            RuntimeContext.Current = outer;
        }

        lock (_gate) return _scheduled = _turns.Count > 0;
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var turns = 0; turns < ThreadPoolGrainScheduler.TurnsInARow; turns++)
        {
            if (!RunOne()) return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        if (!s_starting) Add(task);
    }

    /// <summary>Within a turn of this activation a continuation may go on at once; from anywhere else it waits for a turn.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate) return [.. _turns.OfType<Task>()];
    }

    private void Add(object turn)
    {
        lock (_gate)
        {
            _turns.Enqueue(turn);
            if (_scheduled) return;
            _scheduled = true;
        }

        scheduler.Schedule(this);
    }

    /// <summary>
    /// The task is made here, and not where the work was posted, so that nothing of the poster's execution context
    /// (its async locals) leaks into the grain.
    /// </summary>
    private Task Start(Work work)
    {
        var task = new Task(static state => ((Work)state!).Run(), work);
        s_starting = true;
        try
        {
            task.Start(this);
        }
        finally
        {
            s_starting = false;
        }

        return task;
    }
}
