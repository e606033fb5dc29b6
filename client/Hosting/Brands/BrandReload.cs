using System.Diagnostics.Metrics;
using Darkroom.Brands;
using Darkroom.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Hosting;

/// <summary>
/// Reads brand files again when they change, by looking at them: watching would miss mounted volumes. Files that do not hold together change nothing;
/// they are told once, and <c>darkroom_brand_files_refused</c> is 1 until they are mended.
/// </summary>
internal sealed partial class BrandReload(
    LiveBrands brands, BrandFolder folder, IEnumerable<IBrandGuard> guards, TimeProvider time, DarkroomMetrics metrics, ILogger<BrandReload> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private string seen = brands.Fingerprint;
    private volatile bool isRefused;

    /// <summary>Looks once.</summary>
    public void Look()
    {
        try
        {
            var found = folder.Fingerprint();
            if (found == seen)
                return;
            seen = found;
            var next = folder.Read();
            var problems = guards.SelectMany(guard => guard.Problems(next)).ToList();
            if (problems.Count > 0)
                throw new BrandFileException(problems);
            brands.Take(next);
            isRefused = false;
            LogTaken(next.All.Count);
        }
        catch (Exception fault) when (fault is BrandFileException or IOException or UnauthorizedAccessException)
        {
            LogRefused(fault.Message);
            isRefused = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Observe("darkroom_brand_files_refused", "1 while changed brand files are refused and the earlier ones hold.", () => [new Measurement<long>(isRefused ? 1 : 0)]);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The brand files changed and hold from now on: {Brands} brands.")]
    private partial void LogTaken(int brands);

    [LoggerMessage(Level = LogLevel.Error, Message = "The brand files changed and were refused; the earlier ones go on holding. {Problems}")]
    private partial void LogRefused(string problems);
}
