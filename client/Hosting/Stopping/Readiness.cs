using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Darkroom.Hosting.Stopping;

/// <summary>Whether this process wants new requests. Once it has begun to leave it never does again. Thread-safe.</summary>
public sealed class Readiness : IHealthCheck
{
    private volatile bool isLeaving;

    /// <summary>The process was told to stop.</summary>
    public bool IsLeaving => isLeaving;

    /// <summary>From now on <c>/health/ready</c> answers 503; everything else is answered as before.</summary>
    public void Leave() => isLeaving = true;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(isLeaving ? HealthCheckResult.Unhealthy("The process is about to stop.") : HealthCheckResult.Healthy());
}
