namespace Darkroom.Jobs;

/// <summary>
/// One picture job, from before its bytes arrive until it is forgotten. The job row is the truth; the grain decides on it by
/// compare-and-set, so that a duplicate activation can do no harm. Every method may be repeated. Key: <see cref="GrainKeys.Job"/>.
/// </summary>
[Alias("darkroom.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Makes the row in state <c>receiving</c>, with the pictures that are about to be stored, before any byte is.</summary>
    [Alias("open")]
    Task<OpenResult> Open(OpenJob command);

    /// <summary>The inputs are stored: holds the price and queues the job.</summary>
    [Alias("submit")]
    Task<SubmitResult> Submit(SubmitJob command);

    /// <summary>The upload failed or was refused: the job ends, its inputs are forgotten, nothing was charged.</summary>
    [Alias("abandon")]
    Task Abandon(string reason);

    /// <summary>The job as its row has it; null when it never was or its row has been removed.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<JobView?> Read();

    /// <summary>
    /// Answers as soon as the job's version is above the given one, or with the unchanged job after <paramref name="patience"/> (at most 25 s),
    /// sooner when the token is signalled: a silo that stops waits for the calls that run.
    /// </summary>
    [Alias("wait-after"), AlwaysInterleave]
    Task<JobView?> WaitAfter(long version, TimeSpan patience, CancellationToken cancellation = default);

    /// <summary>Cancels a job that has not been captured yet, and releases its hold.</summary>
    [Alias("cancel")]
    Task<CancelResult> Cancel();

    /// <summary>The client has the result (a whole attachment was sent, or it said so): the brand's grace starts now.</summary>
    [Alias("received")]
    Task<JobView?> Received();

    /// <summary>Forgets inputs, outputs and generated metadata now; cancels first if the job is still under way.</summary>
    [Alias("forget")]
    Task<JobView?> Forget();

    /// <summary>A worker keeps its lease and tells its progress (0 to 1). The answer says whether the work is still wanted.</summary>
    [Alias("renew")]
    Task<LeaseAnswer> Renew(long epoch, double progress);

    /// <summary>A worker has finished one attempt. Outputs are already durable in the vault under the attempt's own references.</summary>
    [Alias("complete")]
    Task<LeaseAnswer> Complete(long epoch, AttemptOutcome outcome);

    /// <summary>Takes up whatever is left to do: an overdue wait, a lapsed lease, an unsettled or untidied end. A sweep calls it.</summary>
    [Alias("recover")]
    Task Recover();

    /// <summary>The row changed by another hand (a lease): wakes those who wait in <see cref="WaitAfter"/>.</summary>
    [Alias("changed"), AlwaysInterleave, OneWay]
    Task Changed();
}
