using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// One reminder that waits for its next tick. Ticks lie on the grid of its first tick and period; those that were missed
/// are not made up for, and the next is set when one has ended.
/// </summary>
internal sealed class Reminder : IDisposable
{
    /// <summary>Timers have a longest time: a tick further away is waited for in legs.</summary>
    private static readonly TimeSpan s_longestLeg = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Silo _silo;
    private readonly ITimer _timer;
    private DateTime _next;
    private bool _disposed;

    public Reminder(Silo silo, ReminderEntry entry)
    {
        _silo = silo;
        Entry = entry;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = silo.Time.CreateTimer(static state => ((Reminder)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        WaitForNext();
    }

    public ReminderEntry Entry { get; }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    /// <summary>
    /// The next tick on the grid that has not passed. As in Orleans, a first tick that is due at once has usually passed by
    /// the time that the reminder is stored, and then the first one comes a period later.
    /// </summary>
    private void WaitForNext()
    {
        var now = _silo.Time.GetUtcNow().UtcDateTime;
        var sinceTick = new TimeSpan((now - Entry.StartAt).Ticks % Entry.Period.Ticks);
        var next = now < Entry.StartAt ? Entry.StartAt
            : sinceTick == TimeSpan.Zero ? now
            : now + Entry.Period - sinceTick;
        _next = next == _next ? next + Entry.Period : next;
        Sleep(now);
    }

    private void Sleep(DateTime now)
    {
        var left = _next - now;
        lock (_gate)
        {
            if (!_disposed) _timer.Change(left > s_longestLeg ? s_longestLeg : left < TimeSpan.Zero ? TimeSpan.Zero : left, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        var now = _silo.Time.GetUtcNow().UtcDateTime;
        if (now < _next) Sleep(now);
        else if (_silo.Network?.Ticks(_silo, Entry.GrainId) is false) WaitForNext();
        else _ = TickAsync(now);
    }

    private async Task TickAsync(DateTime now)
    {
        try
        {
            var grain = (IRemindable)_silo.References.Get(typeof(IRemindable), Entry.GrainId);
            await grain.ReceiveReminder(Entry.ReminderName, new TickStatus(Entry.StartAt, Entry.Period, now));
        }
        catch (Exception fault)
        {
            lock (_gate)
            {
                if (_disposed) return;
            }

            _silo.Log.ReminderFailed(fault, Entry.ReminderName, Entry.GrainId);
        }

        WaitForNext();
    }
}
