namespace Darkroom.Jobs;

/// <summary>
/// A job and its rules: what may happen to it next, given the time. Immutable, without I/O; every rule answers with the next
/// state, or null where the event changes nothing. A row in the store has exactly these values.
/// </summary>
/// <remarks>
/// receiving → queued → running → (outcome recorded, money still to move) → succeeded, failed, canceled or expired.
/// <see cref="Ending"/> is the recorded outcome: written once, never changed, and from then on nothing but the money and the
/// tidying is left to do, by whoever comes by. That is what makes a crash between any two steps harmless.
/// </remarks>
public sealed partial record Job
{
    /// <summary>Which job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Whose job.</summary>
    public required UserId Owner { get; init; }

    /// <summary>The tool's name in the catalogue.</summary>
    public required string Tool { get; init; }

    /// <summary>Which workers may run it.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Whole credits, held while it is under way and captured when it succeeds.</summary>
    public required long Price { get; init; }

    /// <summary>The id that goes through all logs.</summary>
    public required string RequestId { get; init; }

    /// <summary>The client's own, shorter limit for its outputs.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>What may say something about a person; encrypted at rest and dropped with the pictures.</summary>
    public required JobDetails Details { get; init; }

    /// <summary>The inputs, named before their bytes come.</summary>
    public required IReadOnlyList<PictureRef> InputPictures { get; init; }

    /// <summary>What its owner sees, except that <see cref="JobStatus.Receiving"/> is shown as queued.</summary>
    public JobStatus Status { get; init; }

    /// <summary>The final status that was decided, before (and after) the money has moved; null while still open.</summary>
    public JobStatus? Ending { get; init; }

    /// <summary>Why it failed, or why the latest attempt did.</summary>
    public JobError? Error { get; init; }

    /// <summary>Grows by one with every write: what a compare-and-set compares.</summary>
    public long Revision { get; init; }

    /// <summary>Grows with every change that its owner can see.</summary>
    public long Version { get; init; }

    /// <summary>Grows with every lease: a completion must name it.</summary>
    public long Epoch { get; init; }

    /// <summary>The last epoch whose worker reported an outcome that was applied.</summary>
    public long AnsweredEpoch { get; init; }

    /// <summary>Attempts begun, without those handed back.</summary>
    public int Attempts { get; init; }

    /// <summary>0 to 1, of the attempt under way.</summary>
    public double Progress { get; init; }

    /// <summary>Who has, or last had, the lease.</summary>
    public string? Worker { get; init; }

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it (last) began to wait for a worker.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>No attempt before this time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the first attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the attempt under way began.</summary>
    public DateTimeOffset? LeasedAt { get; init; }

    /// <summary>When the lease ends unless it is renewed.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When the final status became visible.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When the client had the whole result.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When everything in it is forgotten at the latest.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the row itself goes; null until the job is over.</summary>
    public DateTimeOffset? RemoveAt { get; init; }

    /// <summary>The inputs have been forgotten.</summary>
    public bool InputsGone { get; init; }

    /// <summary>Inputs, outputs and details have been forgotten.</summary>
    public bool Forgotten { get; init; }

    /// <summary>The final status is visible.</summary>
    public bool IsOver => Status is JobStatus.Succeeded or JobStatus.Failed or JobStatus.Canceled or JobStatus.Expired;

    /// <summary>The outcome is recorded and the money has still to move.</summary>
    public bool IsSettling => Ending is not null && !IsOver;

    /// <summary>Nothing has been decided yet.</summary>
    public bool IsOpen => Ending is null;

    /// <summary>Every picture that this job knows of.</summary>
    public IEnumerable<PictureRef> Pictures => InputPictures.Concat(Details.Outputs.Select(output => output.Picture));

    /// <summary>
    /// When a sweep must look at this row unless something happens before: every row that somebody has to come back to says so,
    /// so that one index finds them all.
    /// </summary>
    public DateTimeOffset DueAt(JobOptions limits) => Status switch
    {
        _ when IsSettling => CreatedAt,
        JobStatus.Receiving => CreatedAt + limits.ReceivingLimit,
        JobStatus.Queued => (WaitingSince ?? CreatedAt) + limits.QueueLimit,
        JobStatus.Running => LeaseUntil ?? CreatedAt,
        _ when !InputsGone => FinishedAt ?? CreatedAt,
        _ when !Forgotten => ExpiresAt,
        _ => RemoveAt ?? ExpiresAt,
    };

    /// <summary>The job as its owner may see it at this time: what is due to be forgotten is shown as forgotten.</summary>
    public JobView View(DateTimeOffset now) => new(
        Id, Owner, Version, Tool, Details.Parameters, Status, Progress, Price, CreatedAt, StartedAt, FinishedAt,
        Details.Inputs, Status == JobStatus.Succeeded ? Details.Outputs : [], ExpiresAt, IsOver && Status != JobStatus.Succeeded ? Error : null, Attempts,
        Forgotten || (IsOver && ExpiresAt <= now));

    /// <summary>Another state of this job, one revision on; <paramref name="visible"/> when its owner can see the difference.</summary>
    private Job Next(Func<Job, Job> change, bool visible = true)
    {
        var next = change(this);
        return next with { Revision = Revision + 1, Version = visible ? Version + 1 : Version };
    }
}

/// <summary>The part of a job that may say something about a person.</summary>
/// <param name="Parameters">Normalised JSON.</param>
/// <param name="Inputs">As received; empty until the job is queued.</param>
/// <param name="Outputs">Empty until an attempt succeeded.</param>
/// <param name="CallbackUrl">Where to POST the end of the job.</param>
public sealed record JobDetails(
    string Parameters, IReadOnlyList<ReceivedInput> Inputs, IReadOnlyList<JobOutput> Outputs, string? CallbackUrl)
{
    /// <summary>When the outputs were to be forgotten, as it was when their attempt was recorded; the end of the job sets a new date.</summary>
    public DateTimeOffset? OutputsUntil { get; init; }

    /// <summary>What is left when the details have been forgotten.</summary>
    public static JobDetails Forgotten { get; } = new("{}", [], [], null);
}
