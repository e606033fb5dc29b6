using System.Globalization;
using System.Text.Json;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Problems;
using Darkroom.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Darkroom.Gateway.Jobs;

/// <summary>
/// The job as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): the present state, then every
/// change, each with the job's version as its id, until the job has ended. A client that comes back with <c>Last-Event-ID</c>, to any
/// gateway, gets what it has missed as one newest state; when there is nothing more to come it is answered 204, which ends an EventSource.
/// </summary>
internal static class JobEvents
{
    /// <summary>Shorter than the usual idle limit of proxies; a comment goes out when nothing happened for this long.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>A silo that was killed does not answer; then the heartbeat must not wait for the call to time out.</summary>
    private static readonly TimeSpan LongestWait = Heartbeat + TimeSpan.FromSeconds(3);

    /// <summary>Waits that may fail one after the other before the stream ends: by then the job's grain has long come up on another silo.</summary>
    private const int MostFailures = 8;

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    public static void MapJobEvents(this IEndpointRouteBuilder jobs) => jobs.MapGet("/{id}/events", Watch).RequireCaller(Scopes.JobsRead)
        .WithName("watchJob").WithSummary("Every change of a job, as server-sent events.")
        .Produces<JobBody>(StatusCodes.Status200OK, "text/event-stream").Produces(StatusCodes.Status204NoContent)
        .Refuses(ProblemKinds.NotFound, ProblemKinds.BadParameters);

    private static async Task<IResult> Watch(
        string id, Caller caller, [FromServices] IGrainFactory grains, [FromServices] IHostApplicationLifetime lifetime,
        [FromServices] IOptions<HttpJson> json, HttpContext context, [FromHeader(Name = "Last-Event-ID")] string? lastEventId)
    {
        if (await grains.FindJob(caller, id) is not { } found)
            return new Problem(ProblemKinds.NotFound);
        long seen = -1;
        if (!string.IsNullOrEmpty(lastEventId) && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out seen))
            return Problem.BadParameter("Last-Event-ID", "Must be the id of an event of this job.");
        if (JobBody.IsFinal(found.Job.Status) && seen >= found.Job.Version)
            return TypedResults.NoContent();

        // A gateway that shuts down ends its streams at once; the clients come back to another one with their last id.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await Stream(context.Response, found.Grain, found.Job, seen, json.Value.SerializerOptions, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        return TypedResults.Empty;
    }

    /// <summary>Writes the events until the job has ended. A job that cannot be reached for a moment does not end the stream.</summary>
    internal static async Task Stream(
        HttpResponse response, IJobGrain grain, JobView first, long seen, JsonSerializerOptions json, CancellationToken stop)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back.
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await Write(response, "retry: 2000\n\n", stop);
        var failures = 0;
        for (JobView? job = first; job is not null;)
        {
            if (job.Version > seen)
            {
                seen = job.Version;
                var id = seen.ToString(CultureInfo.InvariantCulture);
                await Write(response, $"id: {id}\ndata: {JsonSerializer.Serialize(JobBody.Of(job), json)}\n\n", stop);
            }
            else
            {
                await Write(response, ": still here\n\n", stop);
            }

            if (JobBody.IsFinal(job.Status))
                return;
            try
            {
                job = await grain.WaitAfter(Math.Max(seen, 0), Heartbeat, stop).WaitAsync(LongestWait, stop);
                failures = 0;
            }
            catch (Exception fault) when (FaultHandler.IsPassing(fault))
            {
                // After that many the client comes back by itself, perhaps to another gateway.
                if (++failures == MostFailures)
                    return;
                await Task.Delay(PauseAfterFailure, stop);
            }
        }
    }

    private static async Task Write(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }
}
