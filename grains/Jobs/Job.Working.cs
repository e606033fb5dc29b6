using Darkroom.Brands;

namespace Darkroom.Jobs;

/// <summary>Leases and attempts.</summary>
public sealed partial record Job
{
    /// <summary>Whether a worker may begin an attempt now.</summary>
    public bool IsReady(DateTimeOffset now) => Status == JobStatus.Queued && IsOpen && NotBefore <= now;

    /// <summary>A worker takes the job under a new epoch. Null when it is not ready.</summary>
    public Job? Lease(string worker, DateTimeOffset now, TimeSpan duration) =>
        !IsReady(now) ? null : Next(job => job with
        {
            Status = JobStatus.Running,
            Epoch = job.Epoch + 1,
            Attempts = job.Attempts + 1,
            Progress = 0,
            Worker = worker,
            StartedAt = job.StartedAt ?? now,
            LeasedAt = now,
            LeaseUntil = now + duration,
        });

    /// <summary>Whether this epoch's worker still works for us.</summary>
    public bool IsLeased(long epoch) => Status == JobStatus.Running && IsOpen && Epoch == epoch;

    /// <summary>
    /// The worker is alive. Null when nothing is worth a write: the lease is someone else's (see <see cref="IsLeased"/>),
    /// or it is fresh and the progress is what it was.
    /// </summary>
    public Job? Renew(long epoch, double progress, DateTimeOffset now, TimeSpan duration)
    {
        if (!IsLeased(epoch))
        {
            return null;
        }

        // Progress only ever grows within an attempt, whatever order the reports arrive in.
        var next = Math.Max(Progress, double.IsFinite(progress) ? Math.Clamp(progress, 0, 1) : 0);
        var visible = next > Progress;
        return visible || LeaseUntil - now < duration * 0.5
            ? Next(job => job with { Progress = next, LeaseUntil = now + duration }, visible)
            : null;
    }

    /// <summary>An attempt has ended. The first report of an epoch counts; a repeat of it is told so and changes nothing.</summary>
    /// <returns>Whether the report was applied, now or before, and the next state if it is now.</returns>
    public (LeaseAnswer Answer, Job? Next) Complete(
        long epoch, AttemptOutcome outcome, DateTimeOffset now, JobOptions limits, RetentionRules retention)
    {
        if (!IsLeased(epoch))
        {
            return (epoch == AnsweredEpoch && epoch > 0 ? LeaseAnswer.Yours : LeaseAnswer.Lost, null);
        }

        var answered = this with { AnsweredEpoch = epoch };
        return (LeaseAnswer.Yours, outcome switch
        {
            AttemptOutcome.Done done => answered.Decide(
                JobStatus.Succeeded, null,
                job => job with { Details = job.Details with { Outputs = done.Outputs, OutputsUntil = now + retention.Outputs.Longest } }),
            AttemptOutcome.Rejected rejected => answered.Decide(JobStatus.Failed, rejected.Error),
            AttemptOutcome.Faulted faulted => answered.RetryOrFail(faulted.Error, now, limits),
            AttemptOutcome.HandedBack => answered.Requeue(now, now) with { Attempts = Attempts - 1 },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        });
    }

    /// <summary>The worker has not been heard of in time. Null while its lease runs.</summary>
    public Job? Lapse(DateTimeOffset now, JobOptions limits) =>
        Status == JobStatus.Running && IsOpen && LeaseUntil <= now ? RetryOrFail(JobErrors.WorkerLost, now, limits) : null;

    private Job RetryOrFail(JobError error, DateTimeOffset now, JobOptions limits) =>
        Attempts >= limits.MaximumAttempts
            ? Decide(JobStatus.Failed, error)
            : Requeue(now, now + limits.BackoffAfter(Attempts)) with { Error = error };

    private Job Requeue(DateTimeOffset now, DateTimeOffset notBefore) => Next(job => job with
    {
        Status = JobStatus.Queued,
        Progress = 0,
        LeaseUntil = null,
        WaitingSince = now,
        NotBefore = notBefore,
    });
}
