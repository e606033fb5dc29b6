using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Darkroom.Objects;

/// <summary>Ready means that the bucket answers. Probes of one process share an answer for a few seconds. Thread-safe.</summary>
internal sealed class ObjectStoreHealth(IAmazonS3 client, S3Options options, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(5);

    private readonly Lock turn = new();
    private Task<HealthCheckResult> last = Task.FromResult(HealthCheckResult.Unhealthy());
    private DateTimeOffset until;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (turn)
        {
            // Not under the probe's own cancellation: others wait for the same answer.
            if (last.IsCompleted && time.GetUtcNow() >= until)
            {
                last = Ask();
                until = time.GetUtcNow() + Stay;
            }

            return last.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> Ask()
    {
        using var limit = new CancellationTokenSource(Stay);
        try
        {
            await client.HeadBucketAsync(new HeadBucketRequest { BucketName = options.Bucket }, limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (S3Failure.IsFailure(error, default))
        {
            return HealthCheckResult.Unhealthy(exception: S3Failure.Of(error));
        }
    }
}
