using System.Net;
using System.Security.Cryptography;
using System.Text;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Problems;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Metrics;

/// <summary>
/// <c>/metrics</c>: for whoever has <see cref="GatewayOptions.MetricsToken"/>; without such a token only for callers on this machine.
/// To all others there is nothing here.
/// </summary>
internal static class MetricsEndpoint
{
    private const string Bearer = "Bearer ";

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Scrape)
        .WithMetadata(new ApiMetadata(), new AnyHostMetadata()).DisableRateLimiting()
        .WithTags("Operating").WithName("scrapeMetrics").WithSummary("Counters, gauges and histograms as Prometheus reads them.")
        .Produces<string>(StatusCodes.Status200OK, "text/plain").Refuses(ProblemKinds.NotFound);

    private static IResult Scrape(HttpContext context, [FromServices] MetricsCollector collector, [FromServices] IOptions<GatewayOptions> options) =>
        IsAllowed(context, options.Value.MetricsToken)
            ? TypedResults.Text(collector.Collect(), PrometheusText.MediaType)
            : new Problem(ProblemKinds.NotFound);

    private static bool IsAllowed(HttpContext context, string? token)
    {
        if (!string.IsNullOrEmpty(token))
        {
            var header = context.Request.Headers.Authorization.ToString();
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Bearer.Length..]), Encoding.UTF8.GetBytes(token));
        }

        // What a proxy on this machine passes on comes from elsewhere, although its connection is local.
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
    }
}
