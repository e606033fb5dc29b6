using System.Net;
using Darkroom.Drivers;
using Npgsql;

namespace Darkroom.Cluster.Tests.Processes;

/// <summary>How silos and gateways leave when they are told to.</summary>
public sealed class StoppingTests : IAsyncLifetime
{
    private static readonly byte[] Picture = File.ReadAllBytes(Repository.Photo("chelsea.png"));
    private readonly List<DarkroomProcess> processes = [];
    private ClusterGround ground = null!;

    public async Task InitializeAsync()
    {
        ground = await ClusterGround.Start();
        await ground.Migrate();
    }

    public async Task DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        await ground.DisposeAsync();
    }

    [Fact]
    public async Task A_gateway_says_first_that_it_is_not_ready_then_answers_on_ends_its_streams_and_exits_with_0()
    {
        var silo = Add(ground.Silo());
        var gateway = Add(ground.Gateway(KeyValuePair.Create("DARKROOM_LINGER", "3")));
        await Task.WhenAll(silo.Start(), gateway.Start());
        using var visitor = new Visitor(gateway.Address, ground.DataFolder, "leaving@example.org");
        await visitor.SignUp();
        var (_, job, body) = await visitor.Submit(Picture, "remove-background", new { background = "transparent" });
        job.ShouldNotBeNull(body);
        using var stream = new StreamReader(await visitor.Http.GetStreamAsync($"/v1/jobs/{job}/events"));
        (await stream.ReadLineAsync()).ShouldBe("retry: 2000");

        await gateway.Signal("TERM");
        await Eventually.Is(() => gateway.Probe("/health/ready"), HttpStatusCode.ServiceUnavailable);
        (await gateway.Probe("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(20);
        var ended = gateway.Ended();
        await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        (await ended).ShouldBe(0, gateway.Output);
        (await silo.Probe("/health/ready")).ShouldBe(HttpStatusCode.OK, "it is the gateway that left");
    }

    [Fact]
    public async Task A_silo_hands_back_what_it_cannot_finish_and_another_takes_it()
    {
        var first = Add(ground.Silo("cpu,gpu", KeyValuePair.Create("DARKROOM_DRAIN", "1")));
        var gateway = Add(ground.Gateway());
        await Task.WhenAll(first.Start(), gateway.Start());
        using var visitor = new Visitor(gateway.Address, ground.DataFolder, "handed-back@example.org");
        await visitor.SignUp();
        var (_, job, body) = await visitor.Submit(Picture, "remove-background", new { background = "transparent" });
        job.ShouldNotBeNull(body);
        await Eventually.Is(async () => (await visitor.Job(job)).GetProperty("status").GetString(), "running");
        var second = Add(ground.Silo("cpu,gpu"));
        await second.Start();

        (await first.Terminate()).ShouldBe(0, first.Output);
        await using var database = new NpgsqlConnection(ground.Settings()["DARKROOM_DATABASE"]);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT split_part(worker, '/', 2) FROM job WHERE epoch > 1 OR status = 'succeeded'", database);
        await Eventually.Is(async () => await command.ExecuteScalarAsync() as string, second.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var ended = await visitor.Finished(job, TimeSpan.FromMinutes(5));
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        (await visitor.Wallet()).GetProperty("balance").GetInt64().ShouldBe(20 - 4, "paid for once");
    }

    private T Add<T>(T process) where T : DarkroomProcess
    {
        processes.Add(process);
        return process;
    }
}
