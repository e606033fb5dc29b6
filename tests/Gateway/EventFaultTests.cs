using System.Reflection;
using System.Text;
using System.Text.Json;
using Darkroom.Gateway.Jobs;
using Darkroom.Jobs;
using Microsoft.AspNetCore.Http;
using Orleans.Runtime;

namespace Darkroom.Gateway.Tests;

/// <summary>A stream of events whose silo goes away in the middle.</summary>
public sealed class EventFaultTests
{
    private static readonly JobView Queued = View(1, JobStatus.Queued);

    [Fact]
    public async Task A_silo_that_goes_away_does_not_end_the_stream()
    {
        var text = await Stream(() => throw new SiloUnavailableException("It was declared dead."), () => Task.FromResult<JobView?>(View(3, JobStatus.Succeeded)));

        text.ShouldContain("id: 1\n");
        text.ShouldContain(": still here\n");
        text.ShouldContain("id: 3\n");
    }

    [Fact]
    public async Task A_defect_of_the_program_does()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Stream(() => throw new InvalidOperationException("A defect.")));
    }

    private static async Task<string> Stream(params Func<Task<JobView?>>[] waits)
    {
        var grain = DispatchProxy.Create<IJobGrain, ScriptedJob>();
        ((ScriptedJob)(object)grain).Waits = new(waits);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await JobEvents.Stream(context.Response, grain, Queued, seen: -1, JsonSerializerOptions.Web, CancellationToken.None);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static JobView View(long version, JobStatus status) => new(
        new JobId(new BrandId("nanogpt"), "j1"), new UserId(new BrandId("nanogpt"), "u1"), version, "resize", "{}", status, 0, 1,
        DateTimeOffset.UnixEpoch, null, null, [], [], DateTimeOffset.UnixEpoch, null, 0, false);

    /// <summary>Answers <see cref="IJobGrain.WaitAfter"/> as written down, and nothing else.</summary>
    public class ScriptedJob : DispatchProxy
    {
        public Queue<Func<Task<JobView?>>> Waits { get; set; } = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IJobGrain.WaitAfter) ? Waits.Dequeue()() : throw new NotSupportedException(targetMethod?.Name);
    }
}
