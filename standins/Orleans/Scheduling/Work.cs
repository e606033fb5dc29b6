using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>Something that an activation is to do, in one or more turns: a request, a timer's tick, its own housekeeping.</summary>
internal abstract class Work
{
    /// <summary>The next in the activation's line of waiting work. Guarded by the activation.</summary>
    internal Work? NextWaiting;

    public virtual bool AlwaysInterleaves => false;

    public virtual bool IsReadOnly => false;

    /// <summary>Whether it counts as use of the activation.</summary>
    public virtual bool KeepsAlive => true;

    public virtual Guid ReentrancyId => Guid.Empty;

    /// <summary>What a predicate of <see cref="Concurrency.MayInterleaveAttribute"/> is asked about; null: not asked.</summary>
    public virtual IInvokable? Invokable => null;

    /// <summary>The values of the request context that it brings along.</summary>
    public virtual Dictionary<string, object>? Context => null;

    /// <summary>The first turn. It must not throw.</summary>
    public abstract void Run();

    /// <summary>It will not run.</summary>
    public abstract void Reject(Exception reason);

    /// <summary>Its activation went away before it started: send it to the next one.</summary>
    public abstract void Redirect();
}

/// <summary>Housekeeping of an activation, which needs no leave to run.</summary>
internal sealed class Housekeeping(Func<Task> run) : Work
{
    public override void Run() => _ = run();

    public override void Reject(Exception reason)
    {
    }

    public override void Redirect()
    {
    }
}
