using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Reminders in a relational database, under the queries of the AdoNet package. Thread-safe.</summary>
internal sealed class AdoNetReminderTable(IOptions<AdoNetReminderTableOptions> options, IOptions<ClusterOptions> cluster) : IReminderTable
{
    private readonly RelationalStore _store =
        new(options.Value.Invariant, options.Value.ConnectionString, options.Value.DataSource, "Reminder table");

    public Task StartAsync(CancellationToken cancellationToken = default) => _store.StartAsync(
        [
            "ReadReminderRowsKey", "ReadRangeRows1Key", "ReadRangeRows2Key", "ReadReminderRowKey", "UpsertReminderRowKey",
            "DeleteReminderRowKey", "DeleteReminderRowsKey",
        ],
        cancellationToken);

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await _store.QueryAsync(
        "ReadReminderRowsKey", command => AddKey(command, grainId, reminderName: null), Entry));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end) => new(await _store.QueryAsync(
        (int)begin < (int)end ? "ReadRangeRows1Key" : "ReadRangeRows2Key",
        command =>
        {
            RelationalStore.Add(command, "ServiceId", cluster.Value.ServiceId);
            RelationalStore.Add(command, "BeginHash", (int)begin);
            RelationalStore.Add(command, "EndHash", (int)end);
        },
        Entry));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => (await _store.QueryAsync(
        "ReadReminderRowKey", command => AddKey(command, grainId, reminderName), Entry)).SingleOrDefault();

    public async Task<string> UpsertRow(ReminderEntry entry) => (await _store.QueryAsync(
        "UpsertReminderRowKey",
        command =>
        {
            AddKey(command, entry.GrainId, entry.ReminderName);
            RelationalStore.Add(command, "GrainHash", (int)entry.GrainId.GetUniformHashCode());
            RelationalStore.Add(command, "StartTime", entry.StartAt);
            RelationalStore.Add(command, "Period", (long)entry.Period.TotalMilliseconds);
        },
        static row => Convert.ToString(row.GetValue(0), CultureInfo.InvariantCulture)!)).Single();

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => (await _store.QueryAsync(
        "DeleteReminderRowKey",
        command =>
        {
            AddKey(command, grainId, reminderName);
            RelationalStore.Add(command, "Version", int.Parse(eTag, CultureInfo.InvariantCulture));
        },
        static row => Convert.ToBoolean(row.GetValue(0), CultureInfo.InvariantCulture))).Single();

    public Task TestOnlyClearTable() => _store.QueryAsync(
        "DeleteReminderRowsKey", command => RelationalStore.Add(command, "ServiceId", cluster.Value.ServiceId), static _ => 0);

    private void AddKey(DbCommand command, GrainId grainId, string? reminderName)
    {
        RelationalStore.Add(command, "ServiceId", cluster.Value.ServiceId);
        RelationalStore.Add(command, "GrainId", grainId.ToString());
        if (reminderName is not null) RelationalStore.Add(command, "ReminderName", reminderName);
    }

    private static ReminderEntry Entry(DbDataReader row) => new()
    {
        GrainId = GrainId.Parse(row.GetString(row.GetOrdinal("GrainId"))),
        ReminderName = row.GetString(row.GetOrdinal("ReminderName")),
        StartAt = DateTime.SpecifyKind(row.GetDateTime(row.GetOrdinal("StartTime")), DateTimeKind.Utc),
        Period = TimeSpan.FromMilliseconds(row.GetInt64(row.GetOrdinal("Period"))),
        ETag = Convert.ToString(row["Version"], CultureInfo.InvariantCulture)!,
    };
}
