namespace Darkroom.Jobs;

/// <summary>Reads a user's jobs straight from their rows, newest first. Thread-safe.</summary>
public interface IJobList
{
    /// <summary>A page of jobs.</summary>
    /// <param name="before">Null for the newest, else the id of the last job of the page before.</param>
    /// <param name="limit">1 to 100.</param>
    Task<IReadOnlyList<JobView>> Read(UserId owner, JobId? before, int limit, CancellationToken cancellation);
}
