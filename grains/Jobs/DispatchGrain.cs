using Darkroom.Telemetry;

namespace Darkroom.Jobs;

/// <summary>
/// Remembers only when the lane's next job is ready, so that waiting workers cost the store next to nothing; the queued rows decide
/// everything, and losing this grain loses nothing.
/// </summary>
internal sealed class DispatchGrain(IJobStore store, TimeProvider time, DarkroomMetrics metrics) : Grain, IDispatchGrain
{
    /// <summary>The rows are looked at this often even without a wake-up, since one can be lost.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(25);

    private readonly Watchers workers = new();

    private Lane Lane => this.GetPrimaryKeyString() == GrainKeys.Dispatch(Lane.Gpu) ? Lane.Gpu : Lane.Cpu;

    public async Task<bool> WaitForWork(TimeSpan patience, CancellationToken cancellation = default)
    {
        var end = time.GetUtcNow() + (patience < LongestPatience ? patience : LongestPatience);
        while (true)
        {
            var wake = workers.Next;
            var ready = await store.NextReady(Lane, cancellation);
            var now = time.GetUtcNow();
            if (ready <= now)
            {
                return true;
            }

            if (end <= now || cancellation.IsCancellationRequested)
            {
                return false;
            }

            await Watchers.WaitFor(wake, Shortest(end - now, LookAgain, ready - now), time, cancellation);
        }
    }

    public async Task<IReadOnlyList<JobLease>> Lease(string worker, int count)
    {
        var now = time.GetUtcNow();
        var jobs = await store.Lease(Lane, worker, Math.Clamp(count, 0, 64), now);
        foreach (var job in jobs)
        {
            metrics.OnJobStarted(job.Tool, now - (job.NotBefore ?? now));
            await GrainFactory.GetGrain<IJobGrain>(GrainKeys.Job(job.Id)).Changed();
        }

        return jobs.Select(job => new JobLease(
            job.Id, job.Epoch, job.LeaseUntil ?? now, job.Owner, job.Tool, job.Details.Parameters, job.Details.Inputs,
            job.RequestId, job.Attempts)).ToArray();
    }

    public Task Wake()
    {
        workers.Wake();
        return Task.CompletedTask;
    }

    private static TimeSpan Shortest(TimeSpan patience, TimeSpan lookAgain, TimeSpan? untilReady)
    {
        var wait = patience < lookAgain ? patience : lookAgain;
        return untilReady is { } ready && ready < wait ? ready : wait;
    }
}
