using Darkroom.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans;

namespace Darkroom.Hosting.Cluster;

/// <summary>A gateway is ready while a silo answers it.</summary>
internal sealed class ClusterHealth(IGrainFactory grains) : IHealthCheck
{
    /// <summary>Less than a probe waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IPulseGrain>(GrainKeys.Pulse).Beat(cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(exception: error);
        }
    }
}
