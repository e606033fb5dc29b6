using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Problems;
using Darkroom.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Jobs;

/// <summary>Submitting, reading, canceling and forgetting jobs.</summary>
internal static class JobEndpoints
{
    private const int DefaultPage = 20;
    private const int LongestPage = 100;

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapPost("", Submit).RequireCaller(Scopes.JobsWrite)
            .WithMetadata(new StreamedFormMetadata(), new DisableRequestSizeLimitAttribute())
            .WithName("submitJob").WithSummary("Uploads pictures and queues a job for them.")
            .Refuses(ProblemKinds.InsufficientCredits, ProblemKinds.Restricted, ProblemKinds.TooLarge, ProblemKinds.UnsupportedPicture,
                ProblemKinds.UnsupportedMediaType, ProblemKinds.BadParameters, ProblemKinds.TooManyPixels, ProblemKinds.Busy, ProblemKinds.Gone,
                ProblemKinds.IdempotencyConflict, ProblemKinds.IdempotencyInProgress, ProblemKinds.AllowanceUsedUp, ProblemKinds.PriceChanged,
                ProblemKinds.Conflict, ProblemKinds.Malformed);
        jobs.MapGet("", List).RequireCaller(Scopes.JobsRead)
            .WithName("listJobs").WithSummary("The caller's jobs, newest first.").Refuses(ProblemKinds.BadParameters);
        jobs.MapGet("/{id}", Read).RequireCaller(Scopes.JobsRead)
            .WithName("readJob").WithSummary("One job.").Refuses(ProblemKinds.NotFound);
        jobs.MapPost("/{id}/cancel", Cancel).RequireCaller(Scopes.JobsWrite)
            .WithName("cancelJob").WithSummary("Cancels a job that has not ended; nothing is charged.").Refuses(ProblemKinds.NotFound, ProblemKinds.TooLate);
        jobs.MapPost("/{id}/received", Received).RequireCaller(Scopes.JobsWrite)
            .WithName("acknowledgeJob").WithSummary("Says that the results have arrived: they are forgotten on the brand's schedule.")
            .Refuses(ProblemKinds.NotFound, ProblemKinds.NotReady);
        jobs.MapDelete("/{id}", Forget).RequireCaller(Scopes.JobsWrite)
            .WithName("forgetJob").WithSummary("Forgets the job's pictures and everything made from them, now.").Refuses(ProblemKinds.NotFound);
        jobs.MapJobEvents();
        jobs.MapPictures();
        routes.MapCallbacks();
    }

    private static async Task<Results<Accepted<JobBody>, Problem>> Submit(
        HttpContext context, CurrentBrand brand, Caller caller, [FromServices] JobIntake intake) =>
        await intake.Receive(context, brand.Policy, caller) switch
        {
            IntakeResult.Accepted accepted => TypedResults.Accepted(JobBody.Address(accepted.Job.Id), JobBody.Of(accepted.Job)),
            IntakeResult.Refused refused => refused.Problem,
            _ => throw new InvalidOperationException("An unknown result of the intake."),
        };

    private static async Task<Results<Ok<PageBody<JobBody>>, Problem>> List(
        Caller caller, [FromServices] IGrainFactory grains, string? cursor, int? limit, CancellationToken cancellation)
    {
        var size = limit ?? DefaultPage;
        if (size is < 1 or > LongestPage)
            return Problem.BadParameter("limit", $"Must be 1 to {LongestPage}.");
        if (cursor is not null && !SortableId.IsValid(cursor, 'j'))
            return Problem.BadParameter("cursor", "Must be the 'next' of the page before.");
        var before = cursor is null ? default(JobId?) : new JobId(caller.User.Brand, cursor);
        var jobs = await grains.GetGrain<IJobListGrain>(GrainKeys.JobList(caller.User)).Read(before, size, cancellation);
        return TypedResults.Ok(new PageBody<JobBody>([.. jobs.Select(JobBody.Of)], jobs.Count == size ? jobs[^1].Id.Value : null));
    }

    private static async Task<Results<Ok<JobBody>, Problem>> Read(string id, Caller caller, [FromServices] IGrainFactory grains) =>
        await grains.FindJob(caller, id) is { } found ? TypedResults.Ok(JobBody.Of(found.Job)) : new Problem(ProblemKinds.NotFound);

    private static async Task<Results<Ok<JobBody>, Problem>> Cancel(string id, Caller caller, [FromServices] IGrainFactory grains)
    {
        if (await grains.FindJob(caller, id) is not { } found)
            return new Problem(ProblemKinds.NotFound);
        return await found.Grain.Cancel() switch
        {
            CancelResult.Canceled canceled => TypedResults.Ok(JobBody.Of(canceled.Job)),
            CancelResult.TooLate late => new Problem(ProblemKinds.TooLate).With("status", JobBody.StatusOf(late.Job.Status)),
            _ => new Problem(ProblemKinds.NotFound),
        };
    }

    private static async Task<Results<Ok<JobBody>, Problem>> Received(string id, Caller caller, [FromServices] IGrainFactory grains)
    {
        if (await grains.FindJob(caller, id) is not { } found)
            return new Problem(ProblemKinds.NotFound);
        if (!JobBody.IsFinal(found.Job.Status))
            return new Problem(ProblemKinds.NotReady) { RetryAfter = PictureEndpoints.AskAgain };
        return await found.Grain.Received() is { } job ? TypedResults.Ok(JobBody.Of(job)) : new Problem(ProblemKinds.NotFound);
    }

    private static async Task<Results<Ok<JobBody>, Problem>> Forget(string id, Caller caller, [FromServices] IGrainFactory grains)
    {
        if (await grains.FindJob(caller, id) is not { } found)
            return new Problem(ProblemKinds.NotFound);
        return await found.Grain.Forget() is { } job ? TypedResults.Ok(JobBody.Of(job)) : new Problem(ProblemKinds.NotFound);
    }
}
