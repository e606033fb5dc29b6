using Darkroom.Brands;

namespace Darkroom.Jobs;

/// <summary>How a job ends, and how it is forgotten.</summary>
public sealed partial record Job
{
    /// <summary>More than clocks of silos differ by.</summary>
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(10);

    /// <summary>The owner no longer wants it. Null once an outcome is recorded: then it is too late.</summary>
    public Job? Cancel() => IsOpen ? Decide(JobStatus.Canceled, null) : null;

    /// <summary>The upload came to nothing. Null when the job is no longer receiving.</summary>
    public Job? Abandon(JobError error) =>
        Status == JobStatus.Receiving && IsOpen ? Decide(JobStatus.Failed, error) : null;

    /// <summary>What a sweep makes of a job that nobody works on; null when all is as it should be.</summary>
    /// <remarks>Settling and tidying are not here: they need no decision, only doing.</remarks>
    public Job? Overdue(DateTimeOffset now, JobOptions limits) => Status switch
    {
        JobStatus.Receiving when now - CreatedAt >= limits.ReceivingLimit =>
            Abandon(JobErrors.UploadFailed("The upload was not finished in time. Nothing was charged.")),
        JobStatus.Queued when IsOpen && now - WaitingSince >= limits.QueueLimit =>
            Decide(JobStatus.Expired, JobErrors.WaitedTooLong),
        JobStatus.Running => Lapse(now, limits),
        _ => null,
    };

    /// <summary>The money has moved: the recorded outcome becomes visible. Null when there is none, or it is visible already.</summary>
    public Job? Settle(RetentionRules retention, DateTimeOffset now) => !IsSettling ? null : Next(job => job with
    {
        Status = job.Ending!.Value,
        Progress = job.Ending == JobStatus.Succeeded ? 1 : job.Progress,
        FinishedAt = now,
        LeaseUntil = null,
        RemoveAt = now + retention.JobRecords.Longest,
        ExpiresAt = job.Ending == JobStatus.Succeeded && !(job.Details.OutputsUntil <= now) ? OutputsExpireAt(retention, now) : now,
    });

    /// <summary>
    /// Whether the result of a recorded success is there for certain: no clock is so far ahead that a sweep has come for it. One that has waited
    /// for its end through a long outage may be forgotten, and nobody pays for what nobody can have.
    /// </summary>
    public bool HasResult(RetentionRules retention, DateTimeOffset now) =>
        !(Details.OutputsUntil <= now + MarginOf(retention.Outputs.Longest));

    /// <summary>The hold was gone when it should have been captured, or the result was: the only ways in which a recorded success ends otherwise.</summary>
    public Job? RefusePayment(JobError error) => !IsSettling || Ending != JobStatus.Succeeded ? null : Next(
        job => job with { Ending = JobStatus.Failed, Error = error }, visible: false);

    /// <summary>When outputs that exist now are forgotten at the latest: the policy's date, or the client's if that is earlier.</summary>
    public DateTimeOffset OutputsExpireAt(RetentionRules retention, DateTimeOffset now) =>
        now + (KeepFor is { } keep && keep < retention.Outputs.Longest ? keep : retention.Outputs.Longest);

    /// <summary>The inputs of an ended job are gone; without outputs to keep, so is all the rest.</summary>
    public Job? Tidy() => !IsOver || InputsGone ? null
        : Status == JobStatus.Succeeded ? Next(job => job with { InputsGone = true }, visible: false)
        : Forget();

    /// <summary>The client has the result: it stays for the brand's grace and no longer. Null when there is nothing new in that.</summary>
    public Job? Deliver(TimeSpan grace, DateTimeOffset now) =>
        Status != JobStatus.Succeeded || DeliveredAt is not null || Forgotten ? null : Next(job => job with
        {
            DeliveredAt = now,
            ExpiresAt = now + grace < job.ExpiresAt ? now + grace : job.ExpiresAt,
        });

    /// <summary>Its owner wants an ended job forgotten now: due at once, so that a sweep finishes what a crash interrupts.</summary>
    public Job? Expire(DateTimeOffset now) =>
        IsOver && !Forgotten && ExpiresAt > now ? Next(job => job with { ExpiresAt = now }) : null;

    /// <summary>The pictures are gone, and with them whatever else could say something about them.</summary>
    [Clause("NAN-02")]
    public Job? Forget() => !IsOver || Forgotten ? null : Next(job => job with
    {
        InputsGone = true,
        Forgotten = true,
        Details = JobDetails.Forgotten,
        InputPictures = [],
    });

    private static TimeSpan MarginOf(TimeSpan stay) => stay / 4 < LongestMargin ? stay / 4 : LongestMargin;

    private Job Decide(JobStatus ending, JobError? error, Func<Job, Job>? also = null) => Next(
        job => (also?.Invoke(job) ?? job) with { Ending = ending, Error = error, LeaseUntil = null }, visible: false);
}
