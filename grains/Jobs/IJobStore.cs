namespace Darkroom.Jobs;

/// <summary>
/// The job rows, which are the truth, and the queue, which is the set of queued rows. Every change is one compare-and-set on
/// <see cref="Job.Revision"/>, so that whoever decides on an old row changes nothing. Durable when it answers. Thread-safe.
/// </summary>
/// <remarks>Everything here may throw <see cref="StorageUnavailableException"/>: the write may or may not be durable; read again and decide again.</remarks>
public interface IJobStore : IJobList
{
    /// <summary>Makes the row. False when the id is taken.</summary>
    Task<bool> Insert(Job job, CancellationToken cancellation = default);

    /// <summary>The row, or null.</summary>
    Task<Job?> Read(JobId id, CancellationToken cancellation = default);

    /// <summary>
    /// Replaces the row by its next revision; false when it has moved on. A job that is over for the first time and wants a
    /// call-back has its message in the outbox by the same transaction.
    /// </summary>
    Task<bool> Replace(Job next, CancellationToken cancellation = default);

    /// <summary>Like <see cref="Replace"/> for a job that joins the queue for the first time, if there is room.</summary>
    Task<EnqueueResult> Enqueue(Job next, CancellationToken cancellation = default);

    /// <summary>Leases ready jobs of a lane to a worker, in their turn.</summary>
    Task<IReadOnlyList<Job>> Lease(Lane lane, string worker, int count, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>When the next queued job of the lane may begin (perhaps in the past); null when none is queued.</summary>
    Task<DateTimeOffset?> NextReady(Lane lane, CancellationToken cancellation = default);

    /// <summary>Whether a job of this user would find room in the lane now.</summary>
    Task<bool> HasRoom(Lane lane, UserId owner, CancellationToken cancellation = default);

    /// <summary>Jobs that are due for a sweep (<see cref="Job.DueAt"/>), the longest due first, after the given one.</summary>
    Task<IReadOnlyList<DueJob>> Due(DateTimeOffset now, DueJob? after, int limit, CancellationToken cancellation = default);

    /// <summary>Declares every lease lapsed. Only for a process that knows to be the only one on this store, at its start.</summary>
    Task<int> LapseAll(DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Removes the row, and what is left of its call-back. False when it has moved on.</summary>
    Task<bool> Remove(Job job, CancellationToken cancellation = default);

    /// <summary>Queued jobs by lane, for the metrics.</summary>
    Task<IReadOnlyDictionary<Lane, long>> Depths(CancellationToken cancellation = default);
}

/// <summary>What became of <see cref="IJobStore.Enqueue"/>.</summary>
public enum EnqueueResult
{
    /// <summary>The job waits in the queue.</summary>
    Queued,

    /// <summary>The lane is full, or the user has too many jobs in it; nothing changed.</summary>
    Full,

    /// <summary>The row had moved on; nothing changed.</summary>
    Stale,
}

/// <summary>A job that a sweep must look at.</summary>
public sealed record DueJob(JobId Id, DateTimeOffset DueAt);
