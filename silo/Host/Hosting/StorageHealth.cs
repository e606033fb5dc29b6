using Dapper;
using Darkroom.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Darkroom.Silo.Hosting;

/// <summary>Ready means that the database answers.</summary>
internal sealed class StorageHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await database.Read((connection, transaction) => connection.ExecuteScalar<long>("SELECT 1", transaction: transaction), cancellationToken) == 1
                ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(exception: error);
        }
    }
}
