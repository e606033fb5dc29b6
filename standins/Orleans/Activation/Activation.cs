using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>One grain in memory. See the other parts of the class for its beginning and end.</summary>
#pragma warning disable CA1001 // Its cancellation source has no timer and no handle, so there is nothing to dispose of.
internal sealed partial class Activation : CallTarget, IGrainContext
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly TurnQueue _turns;
    private ActivationState _state = ActivationState.Activating;
    private Work? _firstWaiting;
    private Work? _lastWaiting;
    private Work? _blocking;
    private int _running;
    private int _waiting;
    private Dictionary<Guid, int>? _reentrantSections;

    public Activation(Silo silo, GrainClass grainClass, GrainId grainId, Action<Activation> removed)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = grainId;
        _removed = removed;
        _turns = new TurnQueue(this, silo.Scheduler);
        _lastUse = silo.Time.GetTimestamp();
    }

    public Silo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => Silo.References.ByClass(Class, GrainId);

    public IServiceProvider ActivationServices => _scope?.ServiceProvider
        ?? throw new ObjectDisposedException(GrainId.ToString(), "The activation is gone.");

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId} ({Class.Type.Name}, {_state})";

    /// <summary>How much it has to do: for choosing among stateless workers.</summary>
    public int Load
    {
        get { lock (_gate) return _running + _waiting + (_state == ActivationState.Valid ? 0 : 1); }
    }

    public override bool TryReceive(Work work)
    {
        lock (_gate)
        {
            if (_state == ActivationState.Invalid) return false;
            if (_state == ActivationState.Valid && MayRun(work)) Begin(work);
            else AppendWaiting(work);
            return true;
        }
    }

    /// <summary>Runs something of its own as a turn, beside whatever runs.</summary>
    public void Post(Func<Task> housekeeping) => _turns.Post(new Housekeeping(housekeeping));

    /// <summary>A piece of work that was begun has ended.</summary>
    public void OnCompleted(Work work)
    {
        lock (_gate)
        {
            _running--;
            // As Orleans has it, one request stands for all that run: a second reader that is still at work does not
            // keep a writer out once the first is done.
            if (_blocking is null || ReferenceEquals(_blocking, work)) _blocking = null;
            if (work.KeepsAlive) _lastUse = Silo.Time.GetTimestamp();
            if (_state == ActivationState.Valid) BeginWaiting();
            else if (_state == ActivationState.Deactivating && _running == 0) Post(FinishAsync);
        }
    }

    public void EnterReentrantSection(Guid id)
    {
        lock (_gate)
        {
            _reentrantSections ??= [];
            _reentrantSections[id] = _reentrantSections.GetValueOrDefault(id) + 1;
        }
    }

    public void ExitReentrantSection(Guid id)
    {
        lock (_gate)
        {
            if (_reentrantSections?.TryGetValue(id, out var depth) is not true) return;
            if (depth == 1) _reentrantSections.Remove(id);
            else _reentrantSections[id] = depth - 1;
        }
    }

    private bool MayRun(Work work)
    {
        if (_running == 0 || _blocking is null || work.AlwaysInterleaves || Class.IsReentrant) return true;
        if (work.IsReadOnly && _blocking.IsReadOnly) return true;
        if (_reentrantSections is { Count: > 0 } && _reentrantSections.ContainsKey(work.ReentrancyId)) return true;
        return Class.MayInterleave is { } may && GrainInstance is { } grain
            && ((work.Invokable is { } incoming && may(grain, incoming)) || (_blocking.Invokable is { } running && may(grain, running)));
    }

    private void Begin(Work work)
    {
        _running++;
        if (_blocking is null && !work.AlwaysInterleaves) _blocking = work;
        _turns.Post(work);
    }

    private void BeginWaiting()
    {
        Work? before = null;
        for (var work = _firstWaiting; work is not null;)
        {
            var next = work.NextWaiting;
            if (MayRun(work))
            {
                if (before is null) _firstWaiting = next;
                else before.NextWaiting = next;
                if (next is null) _lastWaiting = before;
                work.NextWaiting = null;
                _waiting--;
                Begin(work);
            }
            else if (Class.MayOvertake || _reentrantSections is { Count: > 0 })
            {
                before = work;
            }
            else
            {
                return;
            }

            work = next;
        }
    }

    private void AppendWaiting(Work work)
    {
        if (_lastWaiting is null) _firstWaiting = work;
        else _lastWaiting.NextWaiting = work;
        _lastWaiting = work;
        _waiting++;
    }

    private enum ActivationState
    {
        Activating,
        Valid,
        Deactivating,
        Invalid,
    }
}
