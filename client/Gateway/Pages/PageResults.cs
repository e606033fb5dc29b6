using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Darkroom.Gateway.Pages;

/// <summary>Answers with pages. Nothing that a person sees signed in may stay in a shared or a later visitor's cache.</summary>
internal static class PageResults
{
    public static RazorComponentResult<TPage> Page<TPage>(this HttpContext context, object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>After a form: the browser asks for the next page with GET, so that a reload sends nothing twice.</summary>
    public static IResult SeeOther(string path) => new SeeOtherResult(path);

    /// <summary>A path of this site to return to; anything else (another site, a scheme) leads home.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.AsSpan().ContainsAny("\r\n\t") ? path : "/";

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
