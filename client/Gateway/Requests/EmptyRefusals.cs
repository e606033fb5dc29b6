using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Requests;

/// <summary>Gives refusals that the framework makes without a body (no route, wrong method, wrong content type) the body that all others have.</summary>
internal static class EmptyRefusals
{
    public static Task Write(StatusCodeContext context)
    {
        var http = context.HttpContext;
        ProblemKind? kind = http.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => ProblemKinds.Malformed,
            StatusCodes.Status401Unauthorized => ProblemKinds.Unauthenticated,
            StatusCodes.Status403Forbidden => ProblemKinds.Restricted,
            StatusCodes.Status404NotFound => ProblemKinds.NotFound,
            StatusCodes.Status405MethodNotAllowed => ProblemKinds.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => ProblemKinds.TooLarge,
            StatusCodes.Status415UnsupportedMediaType => ProblemKinds.UnsupportedMediaType,
            StatusCodes.Status429TooManyRequests => ProblemKinds.RateLimited,
            StatusCodes.Status500InternalServerError => ProblemKinds.Internal,
            _ => null,
        };
        if (kind is null)
            return Task.CompletedTask;
        var problem = new Problem(kind);
        return http.Refuse(kind == ProblemKinds.TooLarge ? problem.With("limit", BodyLimits.Of(http)) : problem);
    }
}
