using System.Diagnostics.Metrics;
using Darkroom.Jobs;
using Darkroom.Telemetry;
using Darkroom.Wallets;
using Orleans;

namespace Darkroom.Silo.Work;

/// <summary>
/// Finds, at start and from then on, every job that nobody works on and every hold without a live job, and has them taken up.
/// Several silos may do this at once: every step is idempotent.
/// </summary>
internal sealed partial class JobRecovery(
    IGrainFactory grains, IJobStore store, ILedger ledger, JobOptions limits, WorkOptions options, DarkroomMetrics metrics,
    TimeProvider time, ILogger<JobRecovery> logger) : BackgroundService
{
    private const int Page = 256;
    private const int AtOnce = 8;
    private static readonly TimeSpan HoldsInterval = TimeSpan.FromMinutes(1);

    private volatile IReadOnlyDictionary<Lane, long> depths = new Dictionary<Lane, long>();
    private long openHolds;
    private DateTimeOffset holdsDue = DateTimeOffset.MinValue;

    /// <summary>Before any worker of this process has a lease: every lease there is, is a dead one's.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.SoleProcess)
        {
            var lapsed = await store.LapseAll(time.GetUtcNow(), cancellationToken);
            if (lapsed > 0)
            {
                LogLapsed(logger, lapsed);
            }
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Observe("darkroom_queue_depth", "Queued jobs by lane.", () => Enum.GetValues<Lane>().Select(lane =>
            new Measurement<long>(depths.GetValueOrDefault(lane), new KeyValuePair<string, object?>("lane", lane.ToString().ToLowerInvariant()))));
        metrics.Observe("darkroom_open_holds", "Holds that have not ended.", () => [new Measurement<long>(Volatile.Read(ref openHolds))]);
        using var timer = new PeriodicTimer(limits.RecoveryInterval, time);
        do
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogSweepFailed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round: every job that is due, then the lanes, then the holds.</summary>
    internal async Task Sweep(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        DueJob? last = null;
        do
        {
            var due = await store.Due(now, last, Page, cancellation);
            await Parallel.ForEachAsync(
                due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, (job, _) => Recover(job.Id));
            last = due.Count == Page ? due[^1] : null;
        }
        while (last is not null);

        depths = await store.Depths(cancellation);
        foreach (var lane in depths.Keys)
        {
            await grains.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(lane)).Wake();
        }

        if (holdsDue <= now)
        {
            holdsDue = now + HoldsInterval;
            await SweepHolds(now, cancellation);
        }
    }

    private async ValueTask Recover(JobId job)
    {
        try
        {
            await grains.GetGrain<IJobGrain>(GrainKeys.Job(job)).Recover();
        }
        catch (Exception failure)
        {
            // The next sweep comes by again; the others of this one must not wait for it.
            LogRecoverFailed(logger, failure, job);
        }
    }

    private async Task SweepHolds(DateTimeOffset now, CancellationToken cancellation)
    {
        var holds = await ledger.OpenHolds(now, 4 * limits.LaneCapacity, cancellation);
        Volatile.Write(ref openHolds, holds.Count);
        foreach (var hold in holds.Where(hold => hold.At <= now - limits.StrandedHoldAge))
        {
            var job = await store.Read(hold.Job, cancellation);
            if (job is { IsOver: false })
            {
                continue;
            }

            var wallet = grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(hold.Owner));
            var answer = job?.Status == JobStatus.Succeeded
                ? await wallet.Capture(hold.Job, hold.Amount)
                : await wallet.Release(hold.Job);
            LogStranded(logger, hold.Job, answer.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} leases of an earlier process have lapsed")]
    private static partial void LogLapsed(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sweep over the jobs failed")]
    private static partial void LogSweepFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be taken up")]
    private static partial void LogRecoverFailed(ILogger logger, Exception failure, JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A hold without a live job was ended: {Job} ({Answer})")]
    private static partial void LogStranded(ILogger logger, JobId job, string answer);
}
