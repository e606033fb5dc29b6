using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Idempotency;

/// <summary>Forgets idempotency keys on time whether or not anybody sends new ones.</summary>
internal sealed partial class IdempotencySweep(IdempotencyStore store, TimeProvider time, ILogger<IdempotencySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.RemoveExpired(stoppingToken);
            }
            catch (StorageUnavailableException failure)
            {
                LogPostponed(logger, failure); // The next tick tries again.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Forgetting old idempotency keys was postponed.")]
    private static partial void LogPostponed(ILogger logger, Exception failure);
}
