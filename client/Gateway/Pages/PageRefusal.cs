using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Problems;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Pages;

/// <summary>Refuses as the one who asked can read it: with a page in the reader's language for a browser, with data for every program.</summary>
internal static class PageRefusal
{
    /// <summary>Answers the request with a refusal, under the same status either way.</summary>
    public static async Task Refuse(this HttpContext context, Problem problem)
    {
        if (context.IsApi() || !context.HasBrand() || !WantsPage(context.Request))
        {
            await problem.ExecuteAsync(context);
            return;
        }

        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Problem.Seconds(wait);
        }

        var visit = (await Visit.BindAsync(context))!;
        var (heading, text) = problem.Kind.Status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
            ? (visit.T("notFound"), visit.T("notFound.text"))
            : (visit.T("refusal.title"), visit.T($"refused.{problem.Kind.Code}", visit.T("refused.internal")));
        await context.Page<MessagePage>(
            new { Visit = visit, Heading = heading, Text = text, Href = "/", Link = visit.T("toHome") }, problem.Kind.Status).ExecuteAsync(context);
    }

    // Browsers name HTML when a person opens an address or sends a form; programs, pictures and styles do not.
    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
