using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Retention;

/// <summary>
/// Makes sure, at the start of every silo, that all shards have their reminders, and lets each sweep at once: what came due while
/// nothing ran does not wait for a tick.
/// </summary>
internal sealed partial class RetentionStartup(
    IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RetentionStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
        for (var shard = 0; shard < RetentionShard.Count; shard++)
        {
            while (!await Try(shard))
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <summary>Hosted services start in the order of their registration: the silo may come after this one.</summary>
    private async Task Started(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    private async Task<bool> Try(int shard)
    {
        try
        {
            var grain = grains.GetGrain<IRetentionGrain>(RetentionShard.Key(shard));
            await grain.Schedule();
            await grain.Tick();
            return true;
        }
        catch (Exception fault)
        {
            // The database is away. Without reminders nothing is forgotten, so this never gives up.
            LogNotYet(logger, fault, shard);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reminder of retention shard {Shard} cannot be made sure of yet; trying again")]
    private static partial void LogNotYet(ILogger logger, Exception fault, int shard);
}
