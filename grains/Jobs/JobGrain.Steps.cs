using Darkroom.Retention;
using Darkroom.Wallets;
using Microsoft.Extensions.Logging;

namespace Darkroom.Jobs;

/// <summary>The steps behind the methods: each may be repeated, and each leaves a row from which the next one can be taken up.</summary>
internal sealed partial class JobGrain
{
    // Every failed round means that somebody else's write succeeded.
    private const int Rounds = 16;

    private IWalletGrain Wallet(Job job) => GrainFactory.GetGrain<IWalletGrain>(GrainKeys.Wallet(job.Owner));

    /// <summary>Applies a rule to the row as it is now; answers with the row after it, changed or not, or null when there is none.</summary>
    private async Task<Job?> Change(Func<Job, Job?> rule)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var job = await store.Read(Id);
            if (job is null || rule(job) is not { } next)
            {
                return job;
            }

            if (await store.Replace(next))
            {
                await Announce(job, next);
                return next;
            }
        }

        throw new StorageUnavailableException("The job is being changed by too many at once; nothing was done, try again.");
    }

    private async Task Announce(Job before, Job after)
    {
        watchers.Wake();
        if (after.Status == JobStatus.Queued && before.Status != JobStatus.Queued && after.IsOpen)
        {
            await GrainFactory.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(after.Lane)).Wake();
        }

        if (before.Status == JobStatus.Running && before.IsOpen && (after.Status != JobStatus.Running || !after.IsOpen))
        {
            metrics.OnAttemptEnded(after.Tool, Now - (before.LeasedAt ?? Now));
        }

        if (after.IsOver && !before.IsOver)
        {
            metrics.OnJobEnded(after.Tool, after.Status.ToString().ToLowerInvariant());
            LogEnded(logger, after.RequestId, Id, after.Tool, after.Status, after.Error?.Code ?? "well", after.Attempts);
        }
    }

    private async Task<SubmitResult> Queue(Job job, SubmitJob command)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (job.Queue(command, Now) is not { } next)
            {
                return await AnswerAgain(job, command);
            }

            switch (await store.Enqueue(next))
            {
                case EnqueueResult.Queued:
                    await Announce(job, next);
                    return new SubmitResult.Queued(next.View(Now));
                case EnqueueResult.Full:
                    return await Refuse(JobErrors.Busy, command);
                default:
                    job = await store.Read(Id) ?? throw new InvalidOperationException("The job's row is gone.");
                    break;
            }
        }

        throw new StorageUnavailableException("The job is being changed by too many at once; try again.");
    }

    private async Task<SubmitResult> Refuse(JobError error, SubmitJob command)
    {
        var job = await Change(job => job.Abandon(error)) ?? throw new InvalidOperationException("The job's row is gone.");
        return await AnswerAgain(job, command);
    }

    /// <summary>What <see cref="Submit"/> says about a job that is past it, now and whenever it is asked again.</summary>
    private async Task<SubmitResult> AnswerAgain(Job job, SubmitJob command)
    {
        job = await SettleOn(job);
        if (!job.IsOver)
        {
            return new SubmitResult.Queued(job.View(Now));
        }

        if (job.WaitingSince is null)
        {
            // The job may have ended while its bytes were still coming: whatever came after that goes too.
            await forgetting.ForgetNow([.. command.Inputs.Select(input => input.Picture)], default);
        }

        if (job.WaitingSince is null && job.Error == JobErrors.InsufficientCredits)
        {
            return new SubmitResult.Insufficient(job.Price, (await Wallet(job).Read()).Available);
        }

        if (job.WaitingSince is null && job.Error == JobErrors.AllowanceUsedUp)
        {
            var wallet = await Wallet(job).Read();
            return new SubmitResult.AllowanceUsedUp(job.Price, wallet.Available, wallet.Withheld);
        }

        return job.WaitingSince is null && job.Error == JobErrors.Busy
            ? new SubmitResult.Busy(limits.BusyRetryAfter)
            : new SubmitResult.Over(job.View(Now));
    }

    /// <summary>Forgets the pictures of a job whose time has come, and with them its details.</summary>
    private async Task<Job> ForgetWhatIsDue(Job job)
    {
        if (job.Forgotten || !job.IsOver)
        {
            return job;
        }

        await forgetting.ForgetNow([.. job.Pictures], default);
        return await Change(current => current.Forget()) ?? job;
    }

    /// <summary>Answers whether all of them are kept until then.</summary>
    private async Task<bool> Retain(IReadOnlyList<PictureRef> pictures, string kind, string clause, DateTimeOffset expiresAt)
    {
        var kept = true;
        foreach (var picture in pictures)
        {
            kept &= await forgetting.Register(new RetainedPicture(picture, Id, kind, clause, expiresAt), default);
        }

        return kept;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "[{RequestId}] Job {Job} ({Tool}) ended {Status} ({Code}) after {Attempts} attempts")]
    private static partial void LogEnded(ILogger logger, string requestId, JobId job, string tool, JobStatus status, string code, int attempts);
}
