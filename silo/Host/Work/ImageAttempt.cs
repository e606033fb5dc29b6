using Darkroom.Imaging;
using Darkroom.Jobs;
using Orleans;

namespace Darkroom.Silo.Work;

/// <summary>One attempt at one leased job, from its inputs to the report of its outcome. Never throws. Thread-safe.</summary>
internal sealed partial class ImageAttempt(
    IGrainFactory grains, IImagingEngine engine, AttemptPictures pictures, JobOptions limits, TimeProvider time,
    ILogger<ImageAttempt> logger)
{
    private static readonly JobError StorageFailed = new("storage_failed", "The pictures could not be read or stored.");

    /// <summary>Runs the attempt.</summary>
    /// <param name="handBack">The process is stopping: give the job back to the queue.</param>
    public async Task Run(JobLease lease, CancellationToken handBack)
    {
        var job = grains.GetGrain<IJobGrain>(GrainKeys.Job(lease.Job));
        var made = new List<PictureRef>();
        await using var keeper = new LeaseKeeper(job, lease, limits.LeaseDuration, time);
        try
        {
            var outcome = await Outcome(lease, keeper, made, handBack);
            if (outcome is null || await Report(job, lease, outcome, keeper.Lost) == LeaseAnswer.Lost)
            {
                LogLost(logger, lease.RequestId, lease.Job);
                await pictures.Forget(made);
            }
            else if (outcome is not AttemptOutcome.Done)
            {
                await pictures.Forget(made);
            }
        }
        catch (Exception failure)
        {
            // Nothing was decided, so nothing is undone: the lease lapses and the job is taken up again; if the report had arrived
            // after all, its outputs are the job's. Outputs of no job go with their own, short, retention rows.
            LogUnreported(logger, failure, lease.RequestId, lease.Job);
        }
    }

    /// <summary>How the attempt ended; null when the job is no longer ours.</summary>
    private async Task<AttemptOutcome?> Outcome(JobLease lease, LeaseKeeper keeper, List<PictureRef> made, CancellationToken handBack)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(keeper.Lost, handBack);
        try
        {
            return await Work(lease, keeper, made, stop.Token);
        }
        catch (OperationCanceledException) when (keeper.Lost.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (handBack.IsCancellationRequested)
        {
            return new AttemptOutcome.HandedBack();
        }
        catch (Exception failure)
        {
            LogFailed(logger, failure, lease.RequestId, lease.Job);
            return new AttemptOutcome.Faulted(StorageFailed);
        }
    }

    private async Task<AttemptOutcome> Work(JobLease lease, LeaseKeeper keeper, List<PictureRef> made, CancellationToken stop)
    {
        if (await pictures.Read(lease, stop) is not { } inputs)
        {
            return new AttemptOutcome.Rejected(JobErrors.InputGone);
        }

        var request = new ImagingRequest(lease.RequestId, lease.Tool, lease.Parameters, inputs);
        switch (await engine.Run(request, keeper, stop))
        {
            case ImagingResult.Done done:
                var outputs = new List<JobOutput>();
                foreach (var output in done.Outputs)
                {
                    outputs.Add(await pictures.Store(lease, output, outputs.Count, made, stop));
                }

                return new AttemptOutcome.Done(outputs);
            case ImagingResult.Rejected rejected:
                return new AttemptOutcome.Rejected(rejected.Error);
            case ImagingResult.Faulted faulted:
                return new AttemptOutcome.Faulted(faulted.Error);
            case var unknown:
                throw new InvalidOperationException($"The engine answered {unknown.GetType().Name}.");
        }
    }

    /// <summary>Reports until it is heard: the report is idempotent, and as long as the lease holds nobody else can decide.</summary>
    private async Task<LeaseAnswer> Report(IJobGrain job, JobLease lease, AttemptOutcome outcome, CancellationToken lost)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait < TimeSpan.FromSeconds(5) ? wait * 2 : wait)
        {
            try
            {
                return await job.Complete(lease.Epoch, outcome);
            }
            catch (Exception failure) when (!lost.IsCancellationRequested)
            {
                LogRetry(logger, failure, lease.RequestId, lease.Job);
                await Task.Delay(wait, time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "[{RequestId}] The lease of job {Job} was lost; its work is thrown away")]
    private static partial void LogLost(ILogger logger, string requestId, JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[{RequestId}] An attempt at job {Job} failed on our side")]
    private static partial void LogFailed(ILogger logger, Exception failure, string requestId, JobId job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[{RequestId}] The outcome of job {Job} could not be reported yet")]
    private static partial void LogRetry(ILogger logger, Exception failure, string requestId, JobId job);

    [LoggerMessage(Level = LogLevel.Error, Message = "[{RequestId}] The outcome of job {Job} could not be reported; its lease lapses")]
    private static partial void LogUnreported(ILogger logger, Exception failure, string requestId, JobId job);
}
