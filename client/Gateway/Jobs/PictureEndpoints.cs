using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Problems;
using Darkroom.Jobs;
using Darkroom.Vault;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Jobs;

/// <summary>Results for download, and inputs and results to look at.</summary>
internal static class PictureEndpoints
{
    /// <summary>When it is worth asking for a result again.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    public static void MapPictures(this IEndpointRouteBuilder jobs)
    {
        jobs.MapGet("/{id}/outputs/{n:int:min(0)}", Output).RequireCaller(Scopes.JobsRead)
            .WithName("downloadOutput").WithSummary("A result. A whole download counts as delivered; with ?preview, or in ranges, it does not.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/webp")
            .Produces<Stream>(StatusCodes.Status206PartialContent, "image/png", "image/jpeg", "image/webp")
            .Refuses(ProblemKinds.NotFound, ProblemKinds.Gone, ProblemKinds.NotReady, ProblemKinds.BadRange);
        jobs.MapGet("/{id}/inputs/{n:int:min(0)}", Input).RequireCaller(Scopes.JobsRead)
            .WithName("previewInput").WithSummary("An input to look at, while it exists.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/webp", "image/gif")
            .Produces<Stream>(StatusCodes.Status206PartialContent, "image/png", "image/jpeg", "image/webp", "image/gif")
            .Refuses(ProblemKinds.NotFound, ProblemKinds.Gone, ProblemKinds.BadRange);
    }

    private static async Task<IResult> Output(
        string id, int n, string? preview, HttpContext context, Caller caller, [FromServices] IGrainFactory grains,
        [FromServices] IPictureVault vault)
    {
        if (await grains.FindJob(caller, id) is not { } found)
            return new Problem(ProblemKinds.NotFound);
        if (found.Job.Forgotten)
            return new Problem(ProblemKinds.Gone);
        if (n >= found.Job.Outputs.Count)
            return JobBody.IsFinal(found.Job.Status)
                ? new Problem(ProblemKinds.NotFound, "This job has no such result.")
                : new Problem(ProblemKinds.NotReady) { RetryAfter = AskAgain };

        var output = found.Job.Outputs[n];
        if (await vault.Open(output.Picture, context.RequestAborted) is not { } picture)
            return new Problem(ProblemKinds.Gone);
        return preview is not null
            ? new PictureResult(picture, output.Picture, output.Type)
            : new PictureResult(picture, output.Picture, output.Type)
            {
                DownloadName = output.FileName,
                OnDelivered = () => Delivered(found.Grain, found.Job, n),
            };
    }

    private static async Task<IResult> Input(
        string id, int n, HttpContext context, Caller caller, [FromServices] IGrainFactory grains, [FromServices] IPictureVault vault)
    {
        if (await grains.FindJob(caller, id) is not { } found)
            return new Problem(ProblemKinds.NotFound);
        if (found.Job.Forgotten)
            return new Problem(ProblemKinds.Gone);
        if (n >= found.Job.Inputs.Count)
            return new Problem(ProblemKinds.NotFound);
        var input = found.Job.Inputs[n];
        return await vault.Open(input.Picture, context.RequestAborted) is { } picture
            ? new PictureResult(picture, input.Picture, input.Type)
            : new Problem(ProblemKinds.Gone);
    }

    /// <summary>A job with several results counts as delivered with its last one; clients that fetch in another order say so with /received.</summary>
    private static Task Delivered(IJobGrain grain, JobView job, int n) =>
        n == job.Outputs.Count - 1 ? grain.Received() : Task.CompletedTask;
}
