using System.Diagnostics;
using System.Text.RegularExpressions;
using Darkroom.Gateway.Brand;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Darkroom.Gateway.Requests;

/// <summary>
/// Gives each request one id that goes through request, job and child process: taken from <c>X-Request-Id</c> when that has an
/// acceptable form, else new. It is answered in the same header, stands in every log line and problem, and logs the request's end.
/// </summary>
internal sealed partial class RequestIdMiddleware(
    RequestDelegate next, TimeProvider time, RandomSource random, ILogger<RequestIdMiddleware> logger)
{
    /// <summary>The header in both directions.</summary>
    public const string HeaderName = "X-Request-Id";

    /// <summary>The name in logs and in the context that travels with grain calls.</summary>
    public const string ScopeName = "RequestId";

    public async Task Invoke(HttpContext context)
    {
        var asked = context.Request.Headers[HeaderName].ToString();
        var id = Acceptable().IsMatch(asked) ? asked : SortableId.New('r', time, random);
        context.TraceIdentifier = id;
        // When the response starts, because a fault clears headers that were set before.
        context.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            http.Response.Headers[HeaderName] = http.TraceIdentifier;
            return Task.CompletedTask;
        }, context);
        RequestContext.Set(ScopeName, id);
        using var scope = logger.BeginScope(new Dictionary<string, object> { [ScopeName] = id });
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var level = IsProbe(context) ? LogLevel.Debug : LogLevel.Information;
            if (logger.IsEnabled(level))
            {
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                var route = RoutePattern(context);
                LogEnd(logger, level, id, context.Request.Method, route, context.Response.StatusCode, elapsed);
            }
        }
    }

    /// <summary>The pattern rather than the path: a path can hold ids and whatever a stranger typed.</summary>
    private static string RoutePattern(HttpContext context) =>
        ((context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";

    /// <summary>Probes and scrapes come every few seconds; one that succeeds is no news.</summary>
    private static bool IsProbe(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AnyHostMetadata>() is not null && context.Response.StatusCode < StatusCodes.Status400BadRequest;

    // The characters exclude '@' and spaces, so that no address or name travels into the logs this way.
    [GeneratedRegex(@"\A[A-Za-z0-9._\-]{8,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Acceptable();

    [LoggerMessage(Message = "[{RequestId}] {Method} {Route} answered {Status} after {Elapsed:0.0} ms")]
    private static partial void LogEnd(ILogger logger, LogLevel level, string requestId, string method, string route, int status, double elapsed);
}
