namespace Darkroom.Outbox;

/// <summary>
/// Call-backs that are owed. The transaction that ends a job puts them in (<see cref="Jobs.IJobStore.Replace"/>), so that none is lost
/// and none is sent for an end that never was. Delivery is at least once. Thread-safe.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Takes messages that are due, the longest due first, and moves each behind <paramref name="hold"/>, so that nobody else sends it meanwhile
    /// and a sender that dies is followed by another.
    /// </summary>
    Task<IReadOnlyList<OutboxMessage>> Take(int count, DateTimeOffset now, TimeSpan hold, CancellationToken cancellation);

    /// <summary>The receiver has it. Forgets the address.</summary>
    Task Delivered(JobId job, CancellationToken cancellation);

    /// <summary>The receiver does not take it: another try at this time.</summary>
    Task Retry(JobId job, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>No further try. Forgets the address.</summary>
    Task GiveUp(JobId job, CancellationToken cancellation);
}

/// <summary>One owed call-back.</summary>
/// <param name="Target">Where the client wants it.</param>
/// <param name="Attempt">Counted from 1: this one.</param>
public sealed record OutboxMessage(JobId Job, UserId Owner, string Target, int Attempt);
