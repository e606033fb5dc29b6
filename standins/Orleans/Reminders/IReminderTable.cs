using Orleans.Runtime;

namespace Orleans;

/// <summary>Where reminders are kept. Thread-safe.</summary>
public interface IReminderTable
{
    Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>The reminders of a grain.</summary>
    Task<ReminderTableData> ReadRows(GrainId grainId);

    /// <summary>
    /// The reminders of grains whose hash is above <paramref name="begin"/> and at most <paramref name="end"/>, on the ring:
    /// two equal bounds are the whole of it.
    /// </summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    /// <summary>The reminder of that name, or null.</summary>
    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    /// <summary>Writes the reminder and returns its new version.</summary>
    Task<string> UpsertRow(ReminderEntry entry);

    /// <summary>Removes the reminder if its version is that; says whether it was.</summary>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

    Task TestOnlyClearTable();
}

/// <summary>A reminder as it is kept. Times are UTC.</summary>
[GenerateSerializer]
public sealed class ReminderEntry
{
    [Id(0)]
    public GrainId GrainId { get; set; }

    [Id(1)]
    public string ReminderName { get; set; } = "";

    /// <summary>When the first tick is due.</summary>
    [Id(2)]
    public DateTime StartAt { get; set; }

    [Id(3)]
    public TimeSpan Period { get; set; }

    /// <summary>The version of the row.</summary>
    [Id(4)]
    public string ETag { get; set; } = "";
}

/// <summary>Reminders read from a table.</summary>
[GenerateSerializer]
public sealed class ReminderTableData(IEnumerable<ReminderEntry> list)
{
    [Id(0)]
    public IList<ReminderEntry> Reminders { get; } = list.ToList();
}
