using System.Diagnostics;
using Darkroom.Imaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Benchmarks;

/// <summary>Our side: the real pool with one child, so that what is measured includes the way into the child and back.</summary>
internal sealed class Engine(int threads) : IAsyncDisposable
{
    private readonly ImagingProcessPool pool = new(
        new ImagingOptions { Children = 1, Threads = threads, Models = Directory.Exists(Folders.Models) ? Folders.Models : "" },
        TimeProvider.System, NullLogger<ImagingProcessPool>.Instance);

    /// <summary>One result.</summary>
    public async Task<byte[]> Make(string tool, string parameters, byte[] picture)
    {
        var result = await pool.Run(new ImagingRequest("bench", tool, parameters, [picture]), new Progress<double>(), CancellationToken.None);
        return result is ImagingResult.Done done ? done.Outputs[0].Bytes.ToArray()
            : throw new InvalidOperationException($"The work failed: {result}");
    }

    /// <summary>Does the work some times.</summary>
    public async Task<TimeSpan> Do(int times, string tool, string parameters, byte[] picture)
    {
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < times; n++) await Make(tool, parameters, picture);
        return watch.Elapsed;
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();
}
