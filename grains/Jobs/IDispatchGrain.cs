namespace Darkroom.Jobs;

/// <summary>
/// The waiting room of one lane: wakes long-polling workers and hands them queued jobs, fairly between users.
/// A cache of the queued rows that can be lost at any time. Key: <see cref="GrainKeys.Dispatch"/>.
/// </summary>
[Alias("darkroom.dispatch")]
public interface IDispatchGrain : IGrainWithStringKey
{
    /// <summary>
    /// Answers as soon as a job of this lane may be leased, or false after <paramref name="patience"/> (at most 25 s),
    /// sooner when the token is signalled: a silo that stops waits for the calls that run. Nothing is leased yet, so that a worker can wait at several lanes with one free slot.
    /// </summary>
    [Alias("wait-for-work"), AlwaysInterleave]
    Task<bool> WaitForWork(TimeSpan patience, CancellationToken cancellation = default);

    /// <summary>Leases up to <paramref name="count"/> ready jobs, or none; never waits.</summary>
    [Alias("lease"), AlwaysInterleave]
    Task<IReadOnlyList<JobLease>> Lease(string worker, int count);

    /// <summary>A row of this lane was queued.</summary>
    [Alias("wake"), AlwaysInterleave, OneWay]
    Task Wake();
}

/// <summary>A job in a worker's hands. Valid until <paramref name="Until"/> unless renewed; every answer must carry the epoch.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.job-lease")]
public sealed record JobLease(
    [property: Id(0)] JobId Job, [property: Id(1)] long Epoch, [property: Id(2)] DateTimeOffset Until, [property: Id(3)] UserId Owner,
    [property: Id(4)] string Tool, [property: Id(5)] string Parameters, [property: Id(6)] IReadOnlyList<ReceivedInput> Inputs,
    [property: Id(7)] string RequestId, [property: Id(8)] int Attempt);
