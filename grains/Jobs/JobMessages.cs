using Darkroom.Vault;

namespace Darkroom.Jobs;

/// <summary>The states of a job. <c>Receiving</c> is shown to clients as <c>queued</c>.</summary>
[GenerateSerializer, Alias("darkroom.job-status")]
public enum JobStatus
{
    /// <summary>The row exists; bytes may be on their way.</summary>
    Receiving,

    /// <summary>Paid for by a hold, waiting for a worker (or for its next attempt).</summary>
    Queued,

    /// <summary>Leased to a worker.</summary>
    Running,

    /// <summary>The result is durable and the price captured.</summary>
    Succeeded,

    /// <summary>Ended without a result; nothing was charged.</summary>
    Failed,

    /// <summary>Ended by its owner; nothing was charged.</summary>
    Canceled,

    /// <summary>Waited too long to start; nothing was charged.</summary>
    Expired,
}

/// <summary>Which kind of worker runs a tool.</summary>
[GenerateSerializer, Alias("darkroom.lane")]
public enum Lane
{
    /// <summary>Any silo.</summary>
    Cpu,

    /// <summary>Silos with the GPU role (which may run the same graph on a CPU).</summary>
    Gpu,
}

/// <summary>Opens a job. The price is what a quote for the same parameters says, and is what will be charged.</summary>
/// <param name="Parameters">The tool's parameters as JSON, already checked against its schema.</param>
/// <param name="CallbackUrl">Where to POST the signed end of the job, or null.</param>
/// <param name="KeepFor">How long the client wants outputs kept; never longer than the policy.</param>
/// <param name="RequestId">The id that goes through request, job and child process logs.</param>
[GenerateSerializer, Immutable, Alias("darkroom.open-job")]
public sealed record OpenJob(
    [property: Id(0)] UserId Owner, [property: Id(1)] string Tool, [property: Id(2)] string Parameters,
    [property: Id(3)] long Price, [property: Id(4)] IReadOnlyList<PictureRef> Inputs, [property: Id(5)] string? CallbackUrl,
    [property: Id(6)] TimeSpan? KeepFor, [property: Id(7)] string RequestId);

/// <summary>The inputs as they were received, in the order of <see cref="OpenJob.Inputs"/>.</summary>
/// <param name="Price">
/// What the job costs now that the size of every input is known, in whole credits; null: what <see cref="OpenJob.Price"/> said. It replaces that
/// before anything is held, and nothing changes it afterwards.
/// </param>
[GenerateSerializer, Immutable, Alias("darkroom.submit-job")]
public sealed record SubmitJob([property: Id(0)] IReadOnlyList<ReceivedInput> Inputs, [property: Id(1)] long? Price = null);

/// <summary>One input: what the header said, before anything was decoded.</summary>
/// <param name="Type">The media type by magic bytes, for example <c>image/jpeg</c>.</param>
/// <param name="FileName">As the client sent it, for the client's own list only; encrypted at rest, never logged. Null where the brand keeps none.</param>
[GenerateSerializer, Immutable, Alias("darkroom.received-input")]
public sealed record ReceivedInput(
    [property: Id(0)] PictureRef Picture, [property: Id(1)] string Type, [property: Id(2)] int Width,
    [property: Id(3)] int Height, [property: Id(4)] StoredPicture Stored, [property: Id(5)] string? FileName);

/// <summary>One result file.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.job-output")]
public sealed record JobOutput(
    [property: Id(0)] PictureRef Picture, [property: Id(1)] string Type, [property: Id(2)] int Width,
    [property: Id(3)] int Height, [property: Id(4)] long Bytes, [property: Id(5)] string FileName);

/// <summary>Why a job failed, in a stable code and words for a person.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.job-error")]
public sealed record JobError([property: Id(0)] string Code, [property: Id(1)] string Detail);

/// <summary>A job as its owner may see it.</summary>
/// <param name="Version">Grows with every visible change; the event id of the server-sent events.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="ExpiresAt">When the outputs (before there are any: the inputs) are forgotten at the latest.</param>
/// <param name="Forgotten">Inputs and outputs are gone.</param>
[GenerateSerializer, Immutable, Alias("darkroom.job-view")]
public sealed record JobView(
    [property: Id(0)] JobId Id, [property: Id(1)] UserId Owner, [property: Id(2)] long Version,
    [property: Id(3)] string Tool, [property: Id(4)] string Parameters, [property: Id(5)] JobStatus Status,
    [property: Id(6)] double Progress, [property: Id(7)] long Price, [property: Id(8)] DateTimeOffset CreatedAt,
    [property: Id(9)] DateTimeOffset? StartedAt, [property: Id(10)] DateTimeOffset? FinishedAt,
    [property: Id(11)] IReadOnlyList<ReceivedInput> Inputs, [property: Id(12)] IReadOnlyList<JobOutput> Outputs,
    [property: Id(13)] DateTimeOffset ExpiresAt, [property: Id(14)] JobError? Error, [property: Id(15)] int Attempts,
    [property: Id(16)] bool Forgotten);

/// <summary>The answer to <see cref="IJobGrain.Open"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.open-result")]
public abstract record OpenResult
{
    private OpenResult() { }

    /// <summary>The row exists, now or since an earlier call.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.open-result.opened")]
    public sealed record Opened([property: Id(0)] JobView Job) : OpenResult;

    /// <summary>The id is taken by another job.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.open-result.conflict")]
    public sealed record Conflict : OpenResult;
}

/// <summary>The answer to <see cref="IJobGrain.Submit"/>. After any refusal the job is over and its inputs are forgotten.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.submit-result")]
public abstract record SubmitResult
{
    private SubmitResult() { }

    /// <summary>Queued, now or before.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.submit-result.queued")]
    public sealed record Queued([property: Id(0)] JobView Job) : SubmitResult;

    /// <summary>The wallet has too little.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.submit-result.insufficient")]
    public sealed record Insufficient([property: Id(0)] long Required, [property: Id(1)] long Available) : SubmitResult;

    /// <summary>The subscription's allowance is too little, and the brand lets nobody spend earned credits beside a subscription.</summary>
    /// <param name="Withheld">Earned credits that can be used when no subscription is active.</param>
    [GenerateSerializer, Immutable, Alias("darkroom.submit-result.allowance-used-up")]
    public sealed record AllowanceUsedUp(
        [property: Id(0)] long Required, [property: Id(1)] long Available, [property: Id(2)] long Withheld) : SubmitResult;

    /// <summary>The lane's queue is full, or the user has too many jobs in it.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.submit-result.busy")]
    public sealed record Busy([property: Id(0)] TimeSpan RetryAfter) : SubmitResult;

    /// <summary>The job had ended already (canceled, abandoned, swept).</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.submit-result.over")]
    public sealed record Over([property: Id(0)] JobView Job) : SubmitResult;
}

/// <summary>The answer to <see cref="IJobGrain.Cancel"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.cancel-result")]
public abstract record CancelResult
{
    private CancelResult() { }

    /// <summary>The job is canceled and nothing is charged.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.cancel-result.canceled")]
    public sealed record Canceled([property: Id(0)] JobView Job) : CancelResult;

    /// <summary>Too late: the job had ended otherwise.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.cancel-result.too-late")]
    public sealed record TooLate([property: Id(0)] JobView Job) : CancelResult;

    /// <summary>No such job.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.cancel-result.unknown")]
    public sealed record Unknown : CancelResult;
}

/// <summary>Whether a worker's attempt still counts.</summary>
[GenerateSerializer, Alias("darkroom.lease-answer")]
public enum LeaseAnswer
{
    /// <summary>The lease holds; for a completion: it was applied, now or before.</summary>
    Yours,

    /// <summary>Another epoch holds the job, or the job is over: stop and throw the attempt's outputs away.</summary>
    Lost,
}

/// <summary>How one attempt ended.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.attempt-outcome")]
public abstract record AttemptOutcome
{
    private AttemptOutcome() { }

    /// <summary>The outputs are durable.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.attempt-outcome.done")]
    public sealed record Done([property: Id(0)] IReadOnlyList<JobOutput> Outputs) : AttemptOutcome;

    /// <summary>The input or the parameters are at fault: no retry.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.attempt-outcome.rejected")]
    public sealed record Rejected([property: Id(0)] JobError Error) : AttemptOutcome;

    /// <summary>Something on our side went wrong (a crash, a time limit, memory): retry with backoff while attempts are left.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.attempt-outcome.faulted")]
    public sealed record Faulted([property: Id(0)] JobError Error) : AttemptOutcome;

    /// <summary>The worker is draining and hands the job back; the attempt does not count.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.attempt-outcome.handed-back")]
    public sealed record HandedBack : AttemptOutcome;
}
