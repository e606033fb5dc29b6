using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <content>How an activation begins and ends.</content>
internal sealed partial class Activation
{
    private readonly Action<Activation> _removed;
    private TaskCompletionSource? _gone;
    private CancellationTokenSource? _activating = new();
    private List<IStateFacet>? _facets;
    private AsyncServiceScope? _scope;
    private DeactivationReason _reason;
    private CancellationToken _hurry;
    private long _lastUse;
    private DateTimeOffset _keepUntil;

    public Task Deactivated
    {
        get
        {
            lock (_gate)
            {
                if (_state == ActivationState.Invalid) return Task.CompletedTask;
                return (_gone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Starts to activate. <paramref name="context"/> is that of the call that caused it.</summary>
    public void Start(Dictionary<string, object>? context) => Post(() => ActivateAsync(context));

    public void AddFacet(IStateFacet facet) => (_facets ??= []).Add(facet);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_state is not (ActivationState.Activating or ActivationState.Valid)) return;
            var idle = _state == ActivationState.Valid && _running == 0;
            if (_state == ActivationState.Activating) Post(CancelActivating);
            _state = ActivationState.Deactivating;
            _reason = deactivationReason;
            _hurry = cancellationToken;
            if (idle) Post(FinishAsync);
        }
    }

    /// <summary>Whether nobody has used it for as long as its class allows.</summary>
    public bool IsIdle(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _state == ActivationState.Valid && _running == 0 && _firstWaiting is null && now >= _keepUntil
                && Silo.Time.GetElapsedTime(_lastUse) >= Class.CollectionAge;
        }
    }

    public void DelayDeactivation(TimeSpan span)
    {
        lock (_gate)
        {
            var now = Silo.Time.GetUtcNow();
            _keepUntil = span == TimeSpan.MaxValue || span == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue
                : span <= TimeSpan.Zero ? default
                : DateTimeOffset.MaxValue - now < span ? DateTimeOffset.MaxValue
                : now + span;
        }
    }

    private async Task ActivateAsync(Dictionary<string, object>? context)
    {
        RequestContext.Current = context;
        try
        {
            _scope = Silo.Services.CreateAsyncScope();
            GrainInstance = Class.Create(this);
            using var limit = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _activating!.Token);
            foreach (var facet in _facets ?? []) await facet.LoadAsync(either.Token);
            if (GrainInstance is IGrainBase grain) await grain.OnActivateAsync(either.Token);
        }
        catch (Exception fault)
        {
            await FailAsync(fault);
            return;
        }

        lock (_gate)
        {
            _activating = null;
            _lastUse = Silo.Time.GetTimestamp();
            if (_state == ActivationState.Activating)
            {
                _state = ActivationState.Valid;
                BeginWaiting();
                return;
            }
        }

        await FinishAsync();
    }

    private Task CancelActivating()
    {
        _activating?.Cancel();
        return Task.CompletedTask;
    }

    /// <summary>It could not activate: who waits for it learns why, and the next call starts afresh.</summary>
    private async Task FailAsync(Exception fault)
    {
        Silo.Log.ActivationFailed(fault, GrainId, Class.Type);
        await ReleaseAsync();
        for (var work = Leave(); work is not null;)
        {
            var next = work.NextWaiting;
            work.NextWaiting = null;
            work.Reject(fault);
            work = next;
        }
    }

    private async Task FinishAsync()
    {
        RequestContext.Current = null;
        StopTimers();
        try
        {
            using var limit = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _hurry);
            if (GrainInstance is IGrainBase grain) await grain.OnDeactivateAsync(_reason, either.Token);
        }
        catch (Exception fault)
        {
            Silo.Log.DeactivationFailed(fault, GrainId, Class.Type);
        }

        await ReleaseAsync();
        for (var work = Leave(); work is not null;)
        {
            var next = work.NextWaiting;
            work.NextWaiting = null;
            work.Redirect();
            work = next;
        }
    }

    private async Task ReleaseAsync()
    {
        StopTimers();
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (GrainInstance as IDisposable)?.Dispose();
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception fault)
        {
            Silo.Log.DeactivationFailed(fault, GrainId, Class.Type);
        }
    }

    /// <summary>Takes it out of the catalog and hands over the work that had not begun.</summary>
    private Work? Leave()
    {
        Work? first;
        TaskCompletionSource? gone;
        lock (_gate)
        {
            gone = _gone;
            _state = ActivationState.Invalid;
            first = _firstWaiting;
            _firstWaiting = _lastWaiting = null;
            _waiting = 0;
        }

        // References may remember this object for long; what was in it may go.
        GrainInstance = null;
        _scope = null;
        _facets = null;
        _removed(this);
        gone?.TrySetResult();
        return first;
    }
}
