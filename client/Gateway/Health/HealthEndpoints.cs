using System.Text.Json;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Darkroom.Gateway.Health;

/// <summary>What a probe is told.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> (still answering) or <c>unhealthy</c>.</param>
/// <param name="Checks">The same for each part; empty for the probe without dependencies.</param>
public sealed record HealthBody(string Status, IReadOnlyDictionary<string, string> Checks);

/// <summary>
/// Probes: <c>live</c> looks at nothing but this process, so that a database that is away does not get every process restarted;
/// <c>ready</c> runs every registered health check (<c>services.AddHealthChecks().AddCheck…</c>).
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operating").WithMetadata(new ApiMetadata(), new AnyHostMetadata()).DisableRateLimiting();
        health.MapGet("/live", Live).WithName("probeLive").WithSummary("Whether the process answers.");
        health.MapGet("/ready", Ready).WithName("probeReady").WithSummary("Whether everything that it depends on answers.")
            .Produces<HealthBody>().Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<HealthBody> Live() => TypedResults.Ok(new HealthBody("healthy", new Dictionary<string, string>()));

    private static async Task<JsonHttpResult<HealthBody>> Ready([FromServices] HealthCheckService checks, CancellationToken cancellation)
    {
        var report = await checks.CheckHealthAsync(cancellation);
        // Names and words only: descriptions and exceptions of a check are for the log.
        var body = new HealthBody(Word(report.Status), report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)));
        return TypedResults.Json(body, statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static string Word(HealthStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
