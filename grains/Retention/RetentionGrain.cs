using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Darkroom.Retention;

/// <summary>Thin: one sweep at a time, since turns do not interleave. A second activation does no harm, everything may be repeated.</summary>
[Clause("IMG-01")]
[Clause("NAN-03")]
internal sealed partial class RetentionGrain(
    DueSweep due, OrphanSweep orphans, IEnumerable<IExpiredRecords> expired, RetentionOptions options, TimeProvider time, ILogger<RetentionGrain> logger)
    : Grain, IRetentionGrain, IRemindable
{
    private const string Reminder = "sweep";
    private DateTimeOffset nextOrphans;

    private int Shard => int.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString()), CultureInfo.InvariantCulture);

    public async Task Schedule()
    {
        // An existing one is left alone: to register it anew at every start would put off its tick each time.
        if (await this.GetReminder(Reminder) is null)
        {
            await this.RegisterOrUpdateReminder(Reminder, RetentionOptions.ReminderPeriod, RetentionOptions.ReminderPeriod);
        }
    }

    public Task<SweepResult> Sweep() => due.Run(Shard, CancellationToken.None);

    public Task ReceiveReminder(string reminderName, TickStatus status) => Tick();

    public async Task Tick()
    {
        var result = await Sweep();
        if (result.More)
        {
            // The turn is given back in between, so that the tick does not run into Orleans' response timeout.
            await this.AsReference<IRetentionGrain>().Tick();
            return;
        }

        if (time.GetUtcNow() >= nextOrphans)
        {
            nextOrphans = time.GetUtcNow() + options.OrphanPeriod;
            await orphans.Run(Shard, CancellationToken.None);
        }

        if (Shard == 0)
        {
            await DeleteExpired();
        }
    }

    private async Task DeleteExpired()
    {
        foreach (var records in expired)
        {
            try
            {
                var (began, deleted, some) = (time.GetTimestamp(), 0, 0);
                do
                {
                    some = await records.DeleteExpired(time.GetUtcNow(), options.Batch, CancellationToken.None);
                    deleted += some;
                }
                while (some >= options.Batch && time.GetElapsedTime(began) < options.Turn / 4);

                if (deleted > 0)
                {
                    LogDeleted(logger, deleted, records.Name);
                }
            }
            catch (Exception fault)
            {
                // One capability's trouble must not keep the others' records.
                LogDeleteFailed(logger, fault, records.Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Count} expired {Records}")]
    private static partial void LogDeleted(ILogger logger, int count, string records);

    [LoggerMessage(Level = LogLevel.Error, Message = "Expired {Records} could not be deleted; the next tick tries again")]
    private static partial void LogDeleteFailed(ILogger logger, Exception fault, string records);
}
