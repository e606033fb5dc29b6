namespace Darkroom.Jobs;

/// <summary>
/// The waiting room of one lane: hands queued jobs to workers, fairly between users, and wakes long-polling workers.
/// A cache of the queued rows that can be lost at any time. Key: <c>dispatch/{lane}</c>.
/// </summary>
[Alias("darkroom.dispatch")]
public interface IDispatchGrain : IGrainWithStringKey
{
    /// <summary>Leases up to <paramref name="count"/> jobs, waiting up to <paramref name="patience"/> for the first.</summary>
    [Alias("lease"), AlwaysInterleave]
    Task<IReadOnlyList<JobLease>> Lease(string worker, int count, TimeSpan patience);

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
