using Darkroom.Jobs;

namespace Darkroom.Silo.Work;

/// <summary>
/// Keeps one lease alive and tells the attempt's progress, until disposed. <see cref="Lost"/> fires when the job is no longer this
/// worker's: another has it, it was canceled, or nobody could be told in time that this one is alive.
/// </summary>
internal sealed class LeaseKeeper : IProgress<double>, IAsyncDisposable
{
    /// <summary>Short, so that a cancellation stops the work soon; most renewals are a read.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly IJobGrain job;
    private readonly JobLease lease;
    private readonly TimeSpan duration;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly PeriodicTimer timer;
    private readonly Task renewing;
    private double progress;

    public LeaseKeeper(IJobGrain job, JobLease lease, TimeSpan duration, TimeProvider time)
    {
        (this.job, this.lease, this.duration, this.time) = (job, lease, duration, time);
        timer = new PeriodicTimer(Period, time);
        renewing = Renew();
    }

    public CancellationToken Lost => lost.Token;

    public void Report(double value) => Volatile.Write(ref progress, value);

    public async ValueTask DisposeAsync()
    {
        timer.Dispose();
        await renewing;
        lost.Dispose();
    }

    private async Task Renew()
    {
        var until = lease.Until;
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                var asked = time.GetUtcNow();
                if (await job.Renew(lease.Epoch, Volatile.Read(ref progress)) == LeaseAnswer.Lost)
                {
                    await lost.CancelAsync();
                    return;
                }

                until = asked + (duration / 2);
            }
            catch (Exception) when (time.GetUtcNow() < until)
            {
                // A renewal that failed is made up for by the next one, as long as the lease runs.
            }
            catch (Exception)
            {
                await lost.CancelAsync();
                return;
            }
        }
    }
}
