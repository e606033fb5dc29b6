using System.Net;
using System.Text.Json;
using Darkroom.Drivers;
using Darkroom.Imaging;
using Darkroom.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests;

/// <summary>A server whose imaging takes one picture and never finishes, and whose queue has room for two.</summary>
public sealed class StuckServer : IAsyncLifetime
{
    public DarkroomServer Server { get; } = new(
        ["--Gateway:Embedded", "true", "--Gateway:DefaultBrand", "nanogpt"],
        builder =>
        {
            builder.Services.AddSingleton<IImagingEngine, StuckEngine>();
            builder.Services.AddSingleton(new JobOptions { LaneCapacity = 2, UserCapacity = 2 });
        });

    public Task InitializeAsync() => Server.InitializeAsync();

    public Task DisposeAsync() => Server.DisposeAsync();

    private sealed class StuckEngine : IImagingEngine
    {
        public int Capacity => 1;

        public async Task<ImagingResult> Run(ImagingRequest request, IProgress<double> progress, CancellationToken cancellation)
        {
            progress.Report(0.5);
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("Nobody gets here.");
        }
    }
}

/// <summary>What can be done to a job that has not ended.</summary>
public sealed class UnderWayTests(StuckServer stuck) : IClassFixture<StuckServer>
{
    [Fact]
    public async Task A_job_under_way_is_shown_canceled_and_refused_as_what_it_is_and_a_full_queue_says_so()
    {
        using var visitor = await stuck.Server.SignUp();
        var running = await Submit(visitor);
        await Until(visitor, running, "running");
        using var early = await visitor.Http.GetAsync($"/v1/jobs/{running}/outputs/0");
        await early.ShouldBeProblem(HttpStatusCode.Conflict, "not_ready");
        early.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        using var tooEarly = await visitor.Http.PostAsync($"/v1/jobs/{running}/received", null);
        await tooEarly.ShouldBeProblem(HttpStatusCode.Conflict, "not_ready");
        using var input = await visitor.Http.GetAsync($"/v1/jobs/{running}/inputs/0");
        input.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        (await input.Content.ReadAsByteArrayAsync()).ShouldBe(Pictures.Rocket);

        var first = await Submit(visitor);
        var second = await Submit(visitor);
        (await visitor.Wallet()).GetProperty("held").GetInt64().ShouldBe(3);
        using var form = Form.Resize(Pictures.Rocket);
        using var full = await form.Send(visitor.Http, "the-key-stays-free");
        await full.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "busy");
        full.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await visitor.Wallet()).GetProperty("held").GetInt64().ShouldBe(3);

        using var canceled = await visitor.Http.PostAsync($"/v1/jobs/{first}/cancel", null);
        canceled.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await canceled.Json()).GetProperty("status").GetString().ShouldBe("canceled");
        using var room = Form.Resize(Pictures.Rocket);
        using var accepted = await room.Send(visitor.Http, "the-key-stays-free");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        using var again = await visitor.Http.PostAsync($"/v1/jobs/{first}/cancel", null);
        again.StatusCode.ShouldBe(HttpStatusCode.OK); // Canceled is canceled: a repeat is no other thing.

        foreach (var id in new[] { running, second, (await accepted.Json()).GetProperty("id").GetString()! })
        {
            using var gone = await visitor.Http.DeleteAsync($"/v1/jobs/{id}");
            gone.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await Until(visitor, id, "canceled")).GetProperty("outputs").GetArrayLength().ShouldBe(0);
            using var picture = await visitor.Http.GetAsync($"/v1/jobs/{id}/inputs/0");
            ((int)picture.StatusCode).ShouldBeOneOf(404, 410);
        }

        var wallet = await visitor.Wallet();
        wallet.GetProperty("balance").GetInt64().ShouldBe(20);
        wallet.GetProperty("held").GetInt64().ShouldBe(0);
    }

    private static async Task<string> Submit(Visitor visitor)
    {
        using var form = Form.Resize(Pictures.Rocket);
        using var answer = await form.Send(visitor.Http);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Json()).GetProperty("id").GetString()!;
    }

    private static async Task<JsonElement> Until(Visitor visitor, string id, string status)
    {
        for (var attempt = 0; attempt < 600; attempt++, await Task.Delay(50))
        {
            if (await visitor.Job(id) is var job && job.GetProperty("status").GetString() == status)
                return job;
        }

        throw new TimeoutException($"The job did not become {status} within thirty seconds.");
    }
}
