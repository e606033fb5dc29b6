using System.Diagnostics.Metrics;
using Darkroom.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Retention;

/// <summary>
/// Keeps <c>retention_oldest_overdue_seconds</c> and <c>retention_overdue</c> fresh. A scrape reads the last values, so that no scrape
/// waits for the database; while the database cannot be read, the oldest keeps ageing.
/// </summary>
internal sealed partial class RetentionWatch : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly IForgettingStatus status;
    private readonly TimeProvider time;
    private readonly ILogger<RetentionWatch> logger;
    private volatile Reading last;

    public RetentionWatch(IForgettingStatus status, DarkroomMetrics metrics, TimeProvider time, ILogger<RetentionWatch> logger)
    {
        (this.status, this.time, this.logger) = (status, time, logger);
        last = new Reading(0, null);
        metrics.Observe("retention_overdue", "Pictures that are due and still there.", () => [new Measurement<long>(last.Overdue)]);
        metrics.Observe(
            "retention_oldest_overdue_seconds", "How long the picture that waits longest has been due; 0 when none is.",
            () => [new Measurement<long>(last.Since is { } since ? (long)(this.time.GetUtcNow() - since).TotalSeconds : 0)]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await Read(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Read(CancellationToken cancellation)
    {
        try
        {
            var lateness = await status.Lateness(cancellation);
            last = new Reading(lateness.Overdue, lateness.Overdue == 0 ? null : time.GetUtcNow() - lateness.Oldest);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogUnread(logger, fault);
        }
    }

    private sealed record Reading(long Overdue, DateTimeOffset? Since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "How late forgetting is could not be read; the metrics show the last reading")]
    private static partial void LogUnread(ILogger logger, Exception fault);
}
