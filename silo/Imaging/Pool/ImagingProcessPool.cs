using Darkroom.Imaging.Pool;
using Darkroom.Pictures;
using Microsoft.Extensions.Logging;

namespace Darkroom.Imaging;

/// <summary>
/// The imaging engine: a fixed number of child processes, each serving one request at a time. A child is started when it is first
/// needed (or by <see cref="WarmUp"/>), replaced when it has died or done its share, and killed when it takes too long. Thread-safe.
/// </summary>
public sealed class ImagingProcessPool : IImagingEngine, IAsyncDisposable
{
    private readonly ImagingOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<ImagingProcessPool> logger;
    private readonly SemaphoreSlim places;
    private readonly Lock gate = new();
    private readonly List<ImagingChild> idle = [];
    private readonly HashSet<ImagingChild> busy = [];
    private readonly CancellationTokenSource closing = new();

    /// <summary>Checks the options; starts nothing yet.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public ImagingProcessPool(ImagingOptions options, TimeProvider time, ILogger<ImagingProcessPool> logger)
    {
        options.Validate();
        (this.options, this.time, this.logger) = (options, time, logger);
        places = new SemaphoreSlim(options.Children, options.Children);
    }

    /// <inheritdoc/>
    public int Capacity => options.Children;

    /// <summary>Process ids of the children that wait for work, for tests and diagnostics.</summary>
    internal IReadOnlyList<int> Idle
    {
        get
        {
            lock (gate) return [.. idle.Select(child => child.ProcessId)];
        }
    }

    /// <summary>Process ids of the children at work, for tests and diagnostics.</summary>
    internal IReadOnlyList<int> Busy
    {
        get
        {
            lock (gate) return [.. busy.Select(child => child.ProcessId)];
        }
    }

    /// <summary>Starts the children ahead of the first request. A child that does not come up is tried again when it is needed.</summary>
    public async Task WarmUp(CancellationToken cancellation)
    {
        var missing = options.Children - Idle.Count;
        var started = await Task.WhenAll(Enumerable.Range(0, missing).Select(_ => Start(cancellation))).ConfigureAwait(false);
        foreach (var child in started.OfType<ImagingChild>()) Keep(child);
    }

    /// <inheritdoc/>
    public async Task<ImagingResult> Run(ImagingRequest request, IProgress<double> progress, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing.Token);
        await places.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            var child = Take(request.Tool) ?? await Start(either.Token).ConfigureAwait(false);
            if (child is null) return new ImagingResult.Faulted(ImagingErrors.Unavailable);
            lock (gate) busy.Add(child);
            try
            {
                var result = await child.Run(request, LongestTime(request), progress, either.Token).ConfigureAwait(false);
                return Validate(request, result);
            }
            finally
            {
                lock (gate) busy.Remove(child);
                if (child.Usable && !closing.IsCancellationRequested) Keep(child);
                else await child.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Cancels what is under way, ends all children and waits for them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested) return;
        await closing.CancelAsync().ConfigureAwait(false);
        for (var n = 0; n < options.Children; n++) await places.WaitAsync().ConfigureAwait(false);
        List<ImagingChild> last;
        lock (gate)
        {
            last = [.. idle];
            idle.Clear();
        }

        await Task.WhenAll(last.Select(child => child.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async Task<ImagingChild?> Start(CancellationToken cancellation)
    {
        var child = await ImagingChild.Start(options, time, logger, cancellation).ConfigureAwait(false);
        if (child is null) PoolLog.NotUp(logger, options.StartTime);
        else PoolLog.Started(logger, child.ProcessId);
        return child;
    }

    // The one that has the tool's model loaded if there is one, else the one that has loaded least.
    private ImagingChild? Take(string tool)
    {
        var dead = new List<ImagingChild>();
        ImagingChild? best;
        lock (gate)
        {
            dead.AddRange(idle.Where(child => !child.Usable));
            idle.RemoveAll(dead.Contains);
            best = idle.Find(child => child.Warm.Contains(tool)) ?? idle.MinBy(child => child.Warm.Count);
            if (best is not null) idle.Remove(best);
        }

        foreach (var child in dead) _ = child.DisposeAsync().AsTask();
        return best;
    }

    private void Keep(ImagingChild child)
    {
        lock (gate) idle.Add(child);
    }

    private TimeSpan LongestTime(ImagingRequest request)
    {
        var limits = new ProbeLimits(options.MaximumPixels, int.MaxValue);
        var pixels = request.Inputs.Sum(input => PictureProbe.Read(input.Span, limits) is ProbeResult.Known known ? known.Header.Pixels : 0);
        return options.BaseTime + (options.TimePerMegapixel * (pixels / 1e6));
    }

    // A child that was broken into by a picture must not be able to pass anything but a picture on.
    private ImagingResult Validate(ImagingRequest request, ImagingResult result)
    {
        if (result is not ImagingResult.Done done) return result;
        var limits = new ProbeLimits(options.MaximumPixels, int.MaxValue);
        var sound = done.Outputs.Count > 0 && done.Outputs.All(output =>
            PictureProbe.Read(output.Bytes.Span, limits) is ProbeResult.Known { Header: var header }
            && header.Type.MediaType() == output.Type && header.Type.Extension() == output.Extension
            && header.Width == output.Width && header.Height == output.Height);
        if (sound) return result;
        PoolLog.BadResult(logger, request.Tool, request.CorrelationId);
        return new ImagingResult.Faulted(ImagingErrors.BadResult);
    }
}
