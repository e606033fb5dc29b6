using Darkroom.Jobs;

namespace Darkroom.Simulation.Storage;

/// <summary>The job rows in memory, with the compare-and-set and the fair turns of the real ones. Every call is one step.</summary>
internal sealed class ModelJobStore(JobOptions limits, TimeProvider time) : IJobStore
{
    private readonly SortedDictionary<string, Job> rows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Job> queue = new(StringComparer.Ordinal);
    private readonly Dictionary<JobId, long> turns = [];

    public Task<bool> Insert(Job job, CancellationToken cancellation = default) => Task.FromResult(rows.TryAdd(job.Id.ToString(), job));

    public Task<Job?> Read(JobId id, CancellationToken cancellation = default) => Task.FromResult(rows.GetValueOrDefault(id.ToString()));

    public Task<bool> Replace(Job next, CancellationToken cancellation = default) => Task.FromResult(TryReplace(next));

    public async Task<EnqueueResult> Enqueue(Job next, CancellationToken cancellation = default)
    {
        if (!await HasRoom(next.Lane, next.Owner, cancellation))
        {
            return EnqueueResult.Full;
        }

        var served = Queued(next.Lane).Where(job => job.NotBefore <= next.WaitingSince).Select(job => turns[job.Id]).DefaultIfEmpty(0).Min();
        var own = Queued(next.Lane).Where(job => job.Owner == next.Owner).Select(job => turns[job.Id] + 1).DefaultIfEmpty(0).Max();
        if (!TryReplace(next))
        {
            return EnqueueResult.Stale;
        }

        turns[next.Id] = Math.Max(served, own);
        return EnqueueResult.Queued;
    }

    public Task<IReadOnlyList<Job>> Lease(Lane lane, string worker, int count, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var ready = Queued(lane).Where(job => job.NotBefore <= now)
            .OrderBy(job => turns[job.Id]).ThenBy(job => job.Id.ToString(), StringComparer.Ordinal).Take(count).ToArray();
        var leased = ready.Select(job => job.Lease(worker, now, limits.LeaseDuration)!).ToArray();
        foreach (var job in leased)
        {
            TryReplace(job);
        }

        return Task.FromResult<IReadOnlyList<Job>>(leased);
    }

    public Task<DateTimeOffset?> NextReady(Lane lane, CancellationToken cancellation = default) => Task.FromResult(Queued(lane).Min(job => job.NotBefore));

    public Task<bool> HasRoom(Lane lane, UserId owner, CancellationToken cancellation = default) => Task.FromResult(
        Queued(lane).Count() < limits.LaneCapacity && Queued(lane).Count(job => job.Owner == owner) < limits.UserCapacity);

    public Task<IReadOnlyList<DueJob>> Due(DateTimeOffset now, DueJob? after, int limit, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<DueJob>>([.. rows.Values.Select(job => new DueJob(job.Id, job.DueAt(limits))).Where(job => job.DueAt <= now)
            .OrderBy(job => job.DueAt).ThenBy(job => job.Id.ToString(), StringComparer.Ordinal)
            .Where(job => after is null || job.DueAt > after.DueAt
                || (job.DueAt == after.DueAt && string.CompareOrdinal(job.Id.ToString(), after.Id.ToString()) > 0))
            .Take(limit)]);

    public Task<int> LapseAll(DateTimeOffset now, CancellationToken cancellation = default)
    {
        var running = rows.Values.Where(job => job is { Status: JobStatus.Running, IsOpen: true }).ToArray();
        foreach (var job in running)
        {
            rows[job.Id.ToString()] = job with { LeaseUntil = now, Revision = job.Revision + 1 };
        }

        return Task.FromResult(running.Length);
    }

    public Task<bool> Remove(Job job, CancellationToken cancellation = default) => Task.FromResult(
        rows.TryGetValue(job.Id.ToString(), out var row) && row.Revision == job.Revision && rows.Remove(job.Id.ToString()));

    public Task<IReadOnlyDictionary<Lane, long>> Depths(CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<Lane, long>>(
            Enum.GetValues<Lane>().Where(lane => Queued(lane).Any()).ToDictionary(lane => lane, lane => (long)Queued(lane).Count()));

    public Task<IReadOnlyList<JobView>> Read(UserId owner, JobId? before, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<JobView>>([.. rows.Values.Reverse()
            .Where(job => job.Owner == owner && (before is null || string.CompareOrdinal(job.Id.ToString(), before.Value.ToString()) < 0))
            .Take(limit).Select(job => job.View(time.GetUtcNow()))]);

    private IEnumerable<Job> Queued(Lane lane) => queue.Values.Where(job => job.Lane == lane);

    private bool TryReplace(Job next)
    {
        var id = next.Id.ToString();
        if (!rows.TryGetValue(id, out var row) || row.Revision != next.Revision - 1)
        {
            return false;
        }

        rows[id] = next;
        if (next is { Status: JobStatus.Queued, IsOpen: true })
        {
            queue[id] = next;
        }
        else
        {
            queue.Remove(id);
        }

        return true;
    }
}
