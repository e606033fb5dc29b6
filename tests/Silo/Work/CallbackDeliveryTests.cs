using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Darkroom.Jobs;
using Darkroom.Outbox;
using Darkroom.Silo.Tests.Support;
using Darkroom.Silo.Work;
using Darkroom.Silo.Work.Callbacks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Darkroom.Silo.Tests.Work;

/// <summary>Call-backs against a real HTTP server on this machine that refuses, stumbles and redirects.</summary>
public sealed class CallbackDeliveryTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(byte[] Body, string Signature)> received = new();
    private readonly ConcurrentQueue<int> answers = new();
    private JobSilo silo = null!;
    private Customer customer = null!;
    private WebApplication receiver = null!;

    private string Address => receiver.Urls.First() + "/done";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        receiver.MapPost("/done", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((body.ToArray(), context.Request.Headers[CallbackSignature.Header].ToString()));
            context.Response.StatusCode = answers.TryDequeue(out var status) ? status : 204;
            context.Response.Headers.Location = "/elsewhere";
        });
        receiver.MapPost("/elsewhere", () => received.Enqueue(([], "redirected")));
        await receiver.StartAsync();
        silo = await JobSilo.Start();
        customer = await Customer.Join(silo);
    }

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task The_end_of_a_job_is_posted_once_signed_and_as_the_api_shows_it()
    {
        var id = await customer.Send(callback: Address);
        (await Deliver()).ShouldBe(0, "nothing has ended");
        var lease = (await customer.Lease()).ShouldHaveSingleItem();
        await customer.Job(id).Complete(1, await customer.Result(lease));

        (await Deliver()).ShouldBe(1);
        (await Deliver()).ShouldBe(0);

        var (body, signature) = received.ShouldHaveSingleItem();
        CallbackSignature.Verify(silo.Get<CallbackSecrets>().Of(customer.Id), body, signature, silo.Clock.GetUtcNow()).ShouldBeTrue();
        using var job = JsonDocument.Parse(body);
        job.RootElement.GetProperty("id").GetString().ShouldBe(id.Value);
        job.RootElement.GetProperty("status").GetString().ShouldBe("succeeded");
        job.RootElement.GetProperty("outputs")[0].GetProperty("fileName").GetString().ShouldBe("beach-resize.png");
        (await silo.Grains.GetGrain<ICallbackSecretGrain>(GrainKeys.CallbackSecret(customer.Id)).Read())
            .ShouldBe(silo.Get<CallbackSecrets>().Of(customer.Id));
    }

    [Fact]
    public async Task What_is_not_taken_is_sent_again_on_schedule_across_a_restart()
    {
        answers.Enqueue(500);
        answers.Enqueue(302);
        await customer.Job(await customer.Send(callback: Address)).Cancel();

        (await Deliver()).ShouldBe(1);
        (await Deliver()).ShouldBe(0, "not before its time");
        silo.Clock.Advance(CallbackSchedule.After(1)!.Value);
        await silo.Restart();
        (await Deliver()).ShouldBe(1);
        silo.Clock.Advance(CallbackSchedule.After(2)!.Value);
        (await Deliver()).ShouldBe(1);
        silo.Clock.Advance(TimeSpan.FromDays(2));
        (await Deliver()).ShouldBe(0);

        received.Count.ShouldBe(3);
        received.ShouldAllBe(call => call.Signature != "redirected");
        using var job = JsonDocument.Parse(received.Last().Body);
        job.RootElement.GetProperty("status").GetString().ShouldBe("canceled");
    }

    [Fact]
    public async Task A_receiver_that_never_takes_it_is_left_alone_in_the_end_and_at_once_if_it_says_so()
    {
        for (var i = 0; i < CallbackSchedule.Attempts; i++)
        {
            answers.Enqueue(503);
        }

        await customer.Job(await customer.Send(callback: Address)).Cancel();
        var sent = 0;
        for (var i = 0; i < CallbackSchedule.Attempts + 3; i++)
        {
            sent += await Deliver();
            silo.Clock.Advance(TimeSpan.FromDays(1));
        }

        sent.ShouldBe(CallbackSchedule.Attempts);

        answers.Enqueue(410);
        await customer.Job(await customer.Send(callback: Address)).Cancel();
        (await Deliver()).ShouldBe(1);
        silo.Clock.Advance(TimeSpan.FromDays(1));
        (await Deliver()).ShouldBe(0);
    }

    [Fact]
    public async Task A_sender_that_dies_at_work_is_followed_by_another()
    {
        await customer.Job(await customer.Send(callback: Address)).Cancel();
        (await silo.Get<IOutbox>().Take(10, silo.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), default)).Count.ShouldBe(1);

        (await Deliver()).ShouldBe(0, "somebody has it");
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Deliver()).ShouldBe(1);
        received.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://[::1]:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("ftp://example.com/")]
    [InlineData("not an address")]
    public async Task Inner_addresses_are_never_even_connected_to(string target)
    {
        using var listener = new TcpListener(System.Net.IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        using var sender = new CallbackSender(new WorkOptions(), TimeProvider.System);
        var address = target.Replace("{0}", $"{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}", StringComparison.Ordinal);

        (await sender.Send(address, [], "cbs_secret", default)).ShouldBe(CallbackAnswer.Refused);

        listener.Pending().ShouldBeFalse();
    }

    private Task<int> Deliver() => silo.Get<CallbackDelivery>().DeliverSome(default);
}
