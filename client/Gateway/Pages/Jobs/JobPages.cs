using Darkroom.Brands;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Jobs;
using Darkroom.Gateway.Problems;
using Darkroom.Jobs;
using Darkroom.Tools;
using Darkroom.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Pages;

/// <summary>A tool's page with its upload, a job's page, and the list of jobs. The plain form takes the same road as the API.</summary>
internal static class JobPages
{
    private const int PageSize = 20;

    public static void MapJobPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/tools/{name}", ShowTool);
        pages.MapPost("/tools/{name}", Submit).WithMetadata(new StreamedFormMetadata(), new DisableRequestSizeLimitAttribute());
        pages.MapGet("/jobs", History);
        pages.MapGet("/jobs/{id}", ShowJob);
        pages.MapPost("/jobs/{id}/cancel", (string id, Visit visit, [FromServices] IGrainFactory grains) => Act(id, visit, grains, job => job.Cancel()));
        pages.MapPost("/jobs/{id}/forget", (string id, Visit visit, [FromServices] IGrainFactory grains) => Act(id, visit, grains, job => job.Forget()));
    }

    private static Task<IResult> ShowTool(string name, Visit visit, HttpContext context, [FromServices] IGrainFactory grains) =>
        ToolPage(name, visit, context, grains, refusal: null, StatusCodes.Status200OK);

    private static async Task<IResult> ToolPage(
        string name, Visit visit, HttpContext context, IGrainFactory grains, string? refusal, int status)
    {
        if (!visit.Brand.Tools.TryGetValue(name, out var offer) || !ToolCatalog.All.TryGetValue(name, out var tool) || !Presets.All.ContainsKey(name))
            return NotFound(visit, context);
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");
        var wallet = await grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(caller.User)).Read();
        return context.Page<ToolPage>(
            new { Visit = visit, Tool = tool, offer.Price, wallet.Available, Refusal = refusal }, status);
    }

    private static async Task<IResult> Submit(
        string name, Visit visit, HttpContext context, [FromServices] JobIntake intake, [FromServices] IGrainFactory grains)
    {
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");
        return await intake.Receive(context, visit.Brand, caller) switch
        {
            IntakeResult.Accepted accepted => PageResults.SeeOther($"/jobs/{accepted.Job.Id.Value}"),
            IntakeResult.Refused refused => await ToolPage(name, visit, context, grains, Words(visit, refused.Problem), refused.Problem.Kind.Status),
            _ => throw new InvalidOperationException("An unknown result of the intake."),
        };
    }

    private static async Task<IResult> ShowJob(string id, Visit visit, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");
        return await grains.FindJob(caller, id) is { } found
            ? context.Page<JobPage>(new { Visit = visit, found.Job }) : NotFound(visit, context);
    }

    private static async Task<IResult> History(Visit visit, HttpContext context, [FromServices] IGrainFactory grains, string? before)
    {
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");
        var from = SortableId.IsValid(before, 'j') ? new JobId(visit.Brand.Id, before!) : default(JobId?);
        var jobs = await grains.GetGrain<IJobListGrain>(GrainKeys.JobList(caller.User)).Read(from, PageSize, context.RequestAborted);
        return context.Page<HistoryPage>(new { Visit = visit, Jobs = jobs, Next = jobs.Count == PageSize ? jobs[^1].Id.Value : null });
    }

    private static async Task<IResult> Act<T>(string id, Visit visit, IGrainFactory grains, Func<IJobGrain, Task<T>> act)
    {
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");
        if (await grains.FindJob(caller, id) is not { } found)
            return PageResults.SeeOther("/jobs");
        await act(found.Grain);
        return PageResults.SeeOther($"/jobs/{id}");
    }

    private static RazorComponentResult<MessagePage> NotFound(Visit visit, HttpContext context) => context.Page<MessagePage>(
        new { Visit = visit, Heading = visit.T("notFound"), Text = visit.T("notFound.text"), Href = "/", Link = visit.T("toHome") },
        StatusCodes.Status404NotFound);

    private static string Words(Visit visit, Problem problem) => problem.Kind == ProblemKinds.PriceChanged
        ? visit.T("refused.price_changed", ("credits", visit.Credits((long)problem.Extensions["price"]!)))
        : visit.T($"refused.{problem.Kind.Code}", problem.Detail ?? problem.Kind.Detail);
}
