using System.Collections.Concurrent;
using Darkroom.Imaging;
using Darkroom.Jobs;
using Orleans;

namespace Darkroom.Silo.Work;

/// <summary>
/// Pulls jobs from the lanes that this process serves, one for every free slot of the engine. When the process stops it takes no
/// more, lets running work end within the drain, and hands the rest back.
/// </summary>
internal sealed partial class ImageWorker(
    IGrainFactory grains, IImagingEngine engine, ImageAttempt attempt, WorkOptions options, TimeProvider time, RandomSource random,
    IHostApplicationLifetime lifetime, ILogger<ImageWorker> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string name = $"{Environment.MachineName}/{Environment.ProcessId}/{Convert.ToHexStringLower(random.Bytes(4))}";
    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly Dictionary<Lane, Task<bool>> waits = [];
    private readonly CancellationTokenSource leaving = new();
    private int turn;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before anything of the host is stopped: while work drains, probes, metrics and requests are answered as before.</summary>
    /// <remarks>A host that is stopped by a call, and not by its lifetime, says that it stops only after this.</remarks>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await leaving.CancelAsync();
        await (ExecuteTask?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        leaving.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the first sign of a stop on, while requests are still being answered: nothing new.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping, leaving.Token);
        await Pull(stop.Token);
    }

    private async Task Pull(CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(engine.Capacity);
        using var handBack = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await slots.WaitAsync(stoppingToken);
                await RunNext(slots, handBack.Token, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception failure)
            {
                LogNoLease(logger, failure);
                await Task.Delay(WaitAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Drain(handBack);
    }

    private async Task RunNext(SemaphoreSlim slots, CancellationToken handBack, CancellationToken stopping)
    {
        JobLease? lease = null;
        try
        {
            lease = await Take(stopping);
        }
        finally
        {
            if (lease is null)
            {
                slots.Release();
            }
        }

        var run = Task.Run(() => attempt.Run(lease, handBack), CancellationToken.None);
        running[run] = true;
        _ = run.ContinueWith(
            ended =>
            {
                running.TryRemove(ended, out _);
                slots.Release();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>The next job of any lane; waits for one.</summary>
    private async Task<JobLease> Take(CancellationToken stopping)
    {
        while (true)
        {
            for (var i = 0; i < options.Lanes.Count; i++)
            {
                // Another lane has the first say each time, so that none starves beside a busy one.
                var lane = options.Lanes[(turn + i) % options.Lanes.Count];
                stopping.ThrowIfCancellationRequested();
                if (await Dispatch(lane).Lease(name, 1) is [var lease, ..])
                {
                    turn = (turn + i + 1) % options.Lanes.Count;
                    return lease;
                }
            }

            foreach (var lane in options.Lanes)
            {
                if (!waits.TryGetValue(lane, out var wait) || wait.IsCompleted)
                {
                    waits[lane] = Dispatch(lane).WaitForWork(Patience, stopping);
                }
            }

            await (await Task.WhenAny(waits.Values).WaitAsync(stopping));
        }
    }

    private IDispatchGrain Dispatch(Lane lane) => grains.GetGrain<IDispatchGrain>(GrainKeys.Dispatch(lane));

    private async Task Drain(CancellationTokenSource handBack)
    {
        if (running.IsEmpty)
        {
            return;
        }

        LogDraining(logger, running.Count);
        await using var patience = time.CreateTimer(_ => handBack.Cancel(), null, options.Drain, Timeout.InfiniteTimeSpan);
        await Task.WhenAll(running.Keys);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No job could be leased; trying again")]
    private static partial void LogNoLease(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: {Count} jobs are under way")]
    private static partial void LogDraining(ILogger logger, int count);
}
