using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Darkroom.Gateway.Problems;

/// <summary>
/// Turns exceptions into problems: the request's own faults into 4xx; what passes when a silo, the database or the object store is back
/// (and is worth the same request again) into 503; everything else into a 500 that tells no internals.
/// </summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(2);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException or IOException && httpContext.RequestAborted.IsCancellationRequested)
            return true; // The client has gone; there is nobody to answer.
        await httpContext.Refuse(ToProblem(exception, httpContext));
        return true;
    }

    /// <summary>
    /// Whether the same call is worth trying again: something did not answer in time or was away. Orleans' own faults are of this kind (no silo
    /// takes the call, or its grain came and went), and IOException is the vault's.
    /// </summary>
    public static bool IsPassing(Exception fault) => fault is TimeoutException or StorageUnavailableException or OrleansException or IOException;

    private Problem ToProblem(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new Problem(ProblemKinds.TooLarge).With("limit", BodyLimits.Of(context));
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return new Problem(ProblemKinds.UnsupportedMediaType);
            case BadHttpRequestException:
                return new Problem(ProblemKinds.Malformed);
            case var passing when IsPassing(passing):
                LogUnavailable(logger, context.TraceIdentifier, exception);
                return new Problem(ProblemKinds.Unavailable) { RetryAfter = RetrySoon };
            default:
                LogFault(logger, context.TraceIdentifier, exception);
                return new Problem(ProblemKinds.Internal);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "[{RequestId}] A request failed with an unexpected exception.")]
    private static partial void LogFault(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[{RequestId}] A request failed because a part of the service did not answer.")]
    private static partial void LogUnavailable(ILogger logger, string requestId, Exception exception);
}
