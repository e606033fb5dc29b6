using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// A timer whose tick is work of its activation. The next tick is set when one has ended, so ticks do not overlap.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Lock _gate = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _tick;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;
    private bool _overdue;
    private bool _isDisposed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> tick, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _tick = tick;
        _options = options;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static state => ((GrainTimer)state!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">A time is negative and not infinite.</exception>
    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            if (_isDisposed) return;
            _period = period;
            _changed = _ticking;
            // While a tick runs, only the due time is set: it must not begin another one.
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _timer.Dispose();
        }

        _activation.Forget(this);
        _disposed.Cancel();
    }

    private static void Check(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan) throw new ArgumentOutOfRangeException(name, span, "Not negative, or infinite.");
    }

    private void Due()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            if (_ticking)
            {
                // Changed by its own tick to a time before the tick's end: it waits for that.
                _changed = true;
                _overdue = true;
                return;
            }

            _ticking = true;
        }

        if (!_activation.TryReceive(new Tick(this))) Dispose();
    }

    private void Ended()
    {
        lock (_gate)
        {
            _ticking = false;
            if (_isDisposed) return;
            if (_overdue) _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            else if (!_changed && _period != Timeout.InfiniteTimeSpan) _timer.Change(_period, Timeout.InfiniteTimeSpan);
            _changed = _overdue = false;
        }
    }

    private sealed class Tick(GrainTimer timer) : Work
    {
        public override bool AlwaysInterleaves => timer._options.Interleave;

        public override bool KeepsAlive => timer._options.KeepAlive;

        public override void Run() => _ = RunAsync();

        public override void Reject(Exception reason) => timer.Dispose();

        public override void Redirect() => timer.Dispose();

        private async Task RunAsync()
        {
            var activation = timer._activation;
            try
            {
                if (!timer._disposed.IsCancellationRequested) await timer._tick(timer._disposed.Token);
            }
            catch (Exception fault)
            {
                activation.OnFault(fault);
                activation.Silo.Log.TimerFailed(fault, activation.GrainId);
            }

            timer.Ended();
            activation.OnCompleted(this);
        }
    }
}
