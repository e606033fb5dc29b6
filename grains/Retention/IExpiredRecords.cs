namespace Darkroom.Retention;

/// <summary>
/// Records of a capability that must not stay for good (rows of ended jobs, old sessions, tombstones). Register an implementation
/// as a service of this type, and the retention grain calls it about once a minute. Thread-safe.
/// </summary>
public interface IExpiredRecords
{
    /// <summary>Names the records in logs: lower-case words.</summary>
    string Name { get; }

    /// <summary>Deletes up to <paramref name="batch"/> records whose time was over at <paramref name="now"/>. May be repeated, and be cut off anywhere.</summary>
    /// <returns>How many were deleted; the caller asks again while a batch is full.</returns>
    Task<int> DeleteExpired(DateTimeOffset now, int batch, CancellationToken cancellation);
}
