using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// Ticks the reminders of the table. All of them are held in memory; the table is read at the start and again once in a
/// while, in case somebody else has written to it. Thread-safe.
/// </summary>
internal sealed class ReminderService(Silo silo, IReminderTable table, IOptions<ReminderOptions> options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId GrainId, string Name), Reminder> _reminders = [];
    private ITimer? _refresh;
    private long _changes;
    private bool _stopped;

    /// <exception cref="InvalidOperationException">The host has no reminders, or the grain is not remindable.</exception>
    public static ReminderService Of(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        if (grain is not IRemindable) throw new InvalidOperationException($"{grain.GetType().Name} does not implement IRemindable.");
        return grain.GrainContext.ActivationServices.GetService<ReminderService>()
            ?? throw new InvalidOperationException("The silo has no reminders: UseAdoNetReminderService or UseInMemoryReminderService.");
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        await ReadTableAsync();
        var period = options.Value.RefreshReminderListPeriod;
        _refresh = silo.Time.CreateTimer(static state => _ = ((ReminderService)state!).RefreshAsync(), this, period, period);
    }

    public Task StopAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _refresh?.Dispose();
        lock (_gate)
        {
            _stopped = true;
            foreach (var reminder in _reminders.Values) reminder.Dispose();
            _reminders.Clear();
        }
    }

    public async Task<IGrainReminder> Register(IGrainBase grain, string name, TimeSpan due, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(due, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
            throw new ArgumentException($"The period {period} of reminder '{name}' is shorter than the minimum, {options.Value.MinimumReminderPeriod}.", nameof(period));
        var entry = new ReminderEntry
        {
            GrainId = grain.GrainContext.GrainId,
            ReminderName = name,
            StartAt = silo.Time.GetUtcNow().UtcDateTime + due,
            Period = period,
        };
        entry.ETag = await table.UpsertRow(entry);
        Keep(entry);
        return new ReminderHandle(entry.GrainId, name, entry.ETag);
    }

    /// <exception cref="ReminderException">It is not registered any more, or was registered anew.</exception>
    public async Task Unregister(IGrainReminder reminder)
    {
        var handle = (ReminderHandle)reminder;
        if (!await table.RemoveRow(handle.GrainId, handle.ReminderName, handle.ETag))
            throw new ReminderException($"Reminder '{handle.ReminderName}' of {handle.GrainId} is not registered as version {handle.ETag}.");
        lock (_gate)
        {
            _changes++;
            if (_reminders.Remove((handle.GrainId, handle.ReminderName), out var running)) running.Dispose();
        }
    }

    public async Task<IGrainReminder?> Get(IGrainBase grain, string name) =>
        await table.ReadRow(grain.GrainContext.GrainId, name) is { } entry ? new ReminderHandle(entry.GrainId, entry.ReminderName, entry.ETag) : null;

    public async Task<List<IGrainReminder>> GetAll(IGrainBase grain) =>
        [.. (await table.ReadRows(grain.GrainContext.GrainId)).Reminders.Select(entry => new ReminderHandle(entry.GrainId, entry.ReminderName, entry.ETag))];

    private async Task RefreshAsync()
    {
        try
        {
            await ReadTableAsync();
        }
        catch (Exception fault)
        {
            silo.Log.RemindersUnread(fault, options.Value.RefreshReminderListPeriod);
        }
    }

    private async Task ReadTableAsync()
    {
        long before;
        lock (_gate) before = _changes;
        var rows = (await table.ReadRows(0, 0)).Reminders;
        lock (_gate)
        {
            // What was registered or unregistered during the reading may be missing from it: the next one will do.
            if (_stopped || _changes != before) return;
            var read = rows.ToDictionary(row => (row.GrainId, row.ReminderName));
            foreach (var (key, gone) in _reminders.Where(each => !read.ContainsKey(each.Key)).ToArray())
            {
                _reminders.Remove(key);
                gone.Dispose();
            }
        }

        foreach (var row in rows) Keep(row, onlyIfNew: true);
    }

    private void Keep(ReminderEntry entry, bool onlyIfNew = false)
    {
        lock (_gate)
        {
            if (_stopped) return;
            var key = (entry.GrainId, entry.ReminderName);
            if (_reminders.TryGetValue(key, out var old))
            {
                if (onlyIfNew && old.Entry.ETag == entry.ETag) return;
                old.Dispose();
            }

            if (!onlyIfNew) _changes++;
            _reminders[key] = new Reminder(silo, entry);
        }
    }
}

/// <summary>What a grain holds of its reminder.</summary>
[GenerateSerializer, Immutable]
internal sealed record ReminderHandle(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;
