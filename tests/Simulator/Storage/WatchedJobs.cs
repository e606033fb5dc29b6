using Darkroom.Jobs;
using Darkroom.Simulation.Checks;

namespace Darkroom.Simulation.Storage;

/// <summary>Notes every effect on the job rows, in the step that has it, and asks the invariants.</summary>
internal sealed class WatchedJobs(IJobStore jobs, Ground ground, Invariants invariants) : IJobStore
{
    public async Task<bool> Insert(Job job, CancellationToken cancellation = default) => Changed(await jobs.Insert(job, cancellation), job);

    public Task<Job?> Read(JobId id, CancellationToken cancellation = default) => jobs.Read(id, cancellation);

    public async Task<bool> Replace(Job next, CancellationToken cancellation = default) => Changed(await jobs.Replace(next, cancellation), next);

    public async Task<EnqueueResult> Enqueue(Job next, CancellationToken cancellation = default)
    {
        var result = await jobs.Enqueue(next, cancellation);
        Changed(result == EnqueueResult.Queued, next);
        return result;
    }

    public async Task<IReadOnlyList<Job>> Lease(Lane lane, string worker, int count, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var leased = await jobs.Lease(lane, worker, count, now, cancellation);
        foreach (var job in leased)
        {
            Changed(true, job);
        }

        return leased;
    }

    public Task<DateTimeOffset?> NextReady(Lane lane, CancellationToken cancellation = default) => jobs.NextReady(lane, cancellation);

    public Task<bool> HasRoom(Lane lane, UserId owner, CancellationToken cancellation = default) => jobs.HasRoom(lane, owner, cancellation);

    public Task<IReadOnlyList<DueJob>> Due(DateTimeOffset now, DueJob? after, int limit, CancellationToken cancellation = default) =>
        jobs.Due(now, after, limit, cancellation);

    public async Task<int> LapseAll(DateTimeOffset now, CancellationToken cancellation = default)
    {
        var lapsed = await jobs.LapseAll(now, cancellation);
        foreach (var course in ground.Jobs.Values.Where(course => course is { Row.Status: JobStatus.Running, IsRemoved: false }))
        {
            if (await jobs.Read(course.Id, cancellation) is { } row && row.Revision != course.Row!.Revision)
            {
                Changed(true, row);
            }
        }

        return lapsed;
    }

    public async Task<bool> Remove(Job job, CancellationToken cancellation = default)
    {
        if (!await jobs.Remove(job, cancellation))
        {
            return false;
        }

        invariants.OnRemoved(ground.Job(job.Id));
        ground.Job(job.Id).IsRemoved = true;
        return true;
    }

    public Task<IReadOnlyDictionary<Lane, long>> Depths(CancellationToken cancellation = default) => jobs.Depths(cancellation);

    public Task<IReadOnlyList<JobView>> Read(UserId owner, JobId? before, int limit, CancellationToken cancellation) =>
        jobs.Read(owner, before, limit, cancellation);

    private bool Changed(bool changed, Job next)
    {
        if (changed)
        {
            var course = ground.Job(next.Id);
            invariants.OnChanged(course, next);
            course.Row = next;
        }

        return changed;
    }
}
