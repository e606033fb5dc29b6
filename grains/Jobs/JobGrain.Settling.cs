using Darkroom.Wallets;
using Microsoft.Extensions.Logging;

namespace Darkroom.Jobs;

/// <summary>How a recorded outcome becomes an end: each step may be repeated by whoever comes by.</summary>
internal sealed partial class JobGrain
{
    /// <summary>From a recorded outcome to its end: money, then the visible status, then the pictures that are no longer needed.</summary>
    [Clause("IMG-06")]
    [Clause("NAN-03")]
    private async Task<Job> SettleOn(Job job)
    {
        if (job.IsSettling)
        {
            // Taken before the money moves: what the row promises is no later than what the retention rows were told there.
            var now = Now;
            job = await MoveMoney(job, now);
            job = await Change(current => current.Settle(Rules, now)) ?? job;
        }

        if (job is { IsOver: true, InputsGone: false })
        {
            if (job.Status == JobStatus.Succeeded)
            {
                await forgetting.BringForward(Outputs(job), job.ExpiresAt, default);
            }

            await forgetting.ForgetNow([.. job.Status == JobStatus.Succeeded ? job.InputPictures : job.Pictures], default);
            job = await Change(current => current.Tidy()) ?? job;
        }

        return job;
    }

    private async Task<Job> MoveMoney(Job job, DateTimeOffset now)
    {
        if (job.Ending == JobStatus.Succeeded)
        {
            if (await Pay(job, now) is not { } refusal)
            {
                return job;
            }

            job = await Change(current => current.RefusePayment(refusal)) ?? job;
        }

        if (await Wallet(job).Release(Id) is SettleResult.Conflict conflict)
        {
            LogReleaseConflict(logger, job.RequestId, Id, conflict.Reason);
        }

        return job;
    }

    /// <summary>Takes the price of a result that is there; answers why it is not to be paid, or null when it is paid.</summary>
    private async Task<JobError?> Pay(Job job, DateTimeOffset now)
    {
        // Its stay begins with its end, and before the money moves: where the answer is yes, no sweep comes for it in between.
        if (!job.HasResult(Rules, now) || !await Retain(Outputs(job), "output", Rules.Outputs.Clause, now + Rules.Outputs.Longest))
        {
            // Perhaps it was paid for while it was there, and only the row did not get to say so: then the job has succeeded.
            if (await Wallet(job).Release(Id) is SettleResult.Conflict)
            {
                return null;
            }

            LogResultExpired(logger, job.RequestId, Id);
            return JobErrors.ResultExpired;
        }

        if (await Wallet(job).Capture(Id, job.Price) is SettleResult.Settled)
        {
            return null;
        }

        LogPaymentConflict(logger, job.RequestId, Id);
        return JobErrors.PaymentConflict;
    }

    private static PictureRef[] Outputs(Job job) => [.. job.Details.Outputs.Select(output => output.Picture)];

    [LoggerMessage(Level = LogLevel.Error, Message = "[{RequestId}] Job {Job} succeeded but its hold had ended otherwise: it is not handed out and not charged")]
    private static partial void LogPaymentConflict(ILogger logger, string requestId, JobId job);

    [LoggerMessage(Level = LogLevel.Error, Message = "[{RequestId}] Job {Job} succeeded but its result was due to be forgotten before it could end: it is not charged")]
    private static partial void LogResultExpired(ILogger logger, string requestId, JobId job);

    [LoggerMessage(Level = LogLevel.Error, Message = "[{RequestId}] Job {Job} ended without a result but its hold could not be released: {Reason}")]
    private static partial void LogReleaseConflict(ILogger logger, string requestId, JobId job, string reason);
}
