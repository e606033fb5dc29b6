namespace Darkroom.Jobs;

/// <summary>One user's jobs, for gateways: rows and the key that opens their details stay with the silos. Key: <see cref="GrainKeys.JobList"/>.</summary>
[Alias("darkroom.job-list")]
public interface IJobListGrain : IGrainWithStringKey
{
    /// <summary>A page of jobs, newest first.</summary>
    /// <param name="before">Null for the newest, else the id of the last job of the page before.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellation">Ends the wait.</param>
    [Alias("read")]
    Task<IReadOnlyList<JobView>> Read(JobId? before, int limit, CancellationToken cancellation = default);
}

/// <summary>Without a state: it runs on whichever silo the call arrives at.</summary>
[StatelessWorker, Reentrant]
internal sealed class JobListGrain(IJobList jobs) : Grain, IJobListGrain
{
    public Task<IReadOnlyList<JobView>> Read(JobId? before, int limit, CancellationToken cancellation) =>
        jobs.Read(UserId.Parse(GrainKeys.WithoutPrefix(this.GetPrimaryKeyString())), before, limit, cancellation);
}
