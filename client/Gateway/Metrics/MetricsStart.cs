using Microsoft.Extensions.Hosting;

namespace Darkroom.Gateway.Metrics;

/// <summary>Makes the collector when the process starts, so that nothing before the first scrape goes uncounted.</summary>
internal sealed class MetricsStart(MetricsCollector collector) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collector);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
