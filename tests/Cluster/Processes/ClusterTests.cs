using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Darkroom.Drivers;

namespace Darkroom.Cluster.Tests.Processes;

/// <summary>Two silos with a lane each and two gateways, as processes over PostgreSQL and S3.</summary>
public sealed class TwoByTwo : IAsyncLifetime
{
    /// <summary>Of the first gateway; the second has none.</summary>
    public const string OperatorKey = "the-operators-key-of-the-cluster-tests";

    public ClusterGround Ground { get; private set; } = null!;

    public SiloProcess Cpu { get; private set; } = null!;

    public SiloProcess Gpu { get; private set; } = null!;

    public GatewayProcess[] Gateways { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Ground = await ClusterGround.Start();
        await Ground.Migrate();
        (Cpu, Gpu) = (Ground.Silo("cpu"), Ground.Silo("gpu"));
        Gateways = [Ground.Gateway(KeyValuePair.Create("DARKROOM_OPERATOR_KEY", OperatorKey)), Ground.Gateway()];
        await Task.WhenAll([Cpu.Start(), Gpu.Start(), .. Gateways.Select(gateway => gateway.Start())]);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in (DarkroomProcess[])[Cpu, Gpu, .. Gateways])
            await process.DisposeAsync();
        await Ground.DisposeAsync();
    }

    public async Task<Visitor> SignUp(int gateway, string email)
    {
        var visitor = new Visitor(Gateways[gateway].Address, Ground.DataFolder, email);
        await visitor.SignUp();
        return visitor;
    }

    /// <summary>The same person at the other gateway.</summary>
    public HttpClient Elsewhere(Visitor visitor, int gateway)
    {
        var http = new HttpClient { BaseAddress = Gateways[gateway].Address };
        http.DefaultRequestHeaders.Authorization = visitor.Http.DefaultRequestHeaders.Authorization;
        return http;
    }
}

/// <summary>One service, whichever process a request comes to.</summary>
public sealed class ClusterTests(TwoByTwo cluster) : IClassFixture<TwoByTwo>
{
    private static readonly byte[] Picture = File.ReadAllBytes(Repository.Photo("chelsea.png"));

    [Fact]
    public async Task A_job_that_is_sent_to_one_gateway_is_followed_and_fetched_at_the_other()
    {
        using var visitor = await cluster.SignUp(0, "first@example.org");
        using var elsewhere = cluster.Elsewhere(visitor, 1);
        var (_, job, body) = await visitor.Submit(Picture, "resize", new { width = 200, height = 200 }, idempotencyKey: "one");
        job.ShouldNotBeNull(body);
        var stream = await elsewhere.GetStringAsync($"/v1/jobs/{job}/events");
        stream.ShouldContain("\"status\":\"succeeded\"");
        (await elsewhere.GetByteArrayAsync($"/v1/jobs/{job}/outputs/0")).Length.ShouldBeGreaterThan(1000);
        var page = await elsewhere.GetFromJsonAsync<JsonElement>("/v1/jobs");
        page.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString().ShouldBe(job);
        (await elsewhere.GetFromJsonAsync<JsonElement>("/v1/wallet")).GetProperty("balance").GetInt64().ShouldBe(19);
        (await elsewhere.GetStringAsync("/jobs")).ShouldContain("<html");
    }

    [Fact]
    public async Task A_key_that_was_used_at_one_gateway_is_known_at_the_other()
    {
        using var visitor = await cluster.SignUp(1, "second@example.org");
        var (_, job, _) = await visitor.Submit(Picture, "resize", new { width = 100, height = 100 }, idempotencyKey: "two");
        using var again = new Visitor(cluster.Gateways[0].Address, cluster.Ground.DataFolder, visitor.Email);
        again.Http.DefaultRequestHeaders.Authorization = visitor.Http.DefaultRequestHeaders.Authorization;
        (await again.Submit(Picture, "resize", new { width = 100, height = 100 }, idempotencyKey: "two")).Job.ShouldBe(job);
        (await again.Submit(Picture, "resize", new { width = 101, height = 100 }, idempotencyKey: "two")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await visitor.Finished(job!, TimeSpan.FromMinutes(1))).GetProperty("status").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_fault_of_a_request_is_the_same_through_a_gateway_as_embedded()
    {
        using var visitor = await cluster.SignUp(0, "third@example.org");
        using var cursor = await visitor.Http.GetAsync("/v1/wallet/transfers?cursor=nonsense");
        cursor.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var nobody = await visitor.Http.GetAsync("/v1/jobs/j01m80mradef3vyheebgyqjwwrd");
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Finance_asks_through_a_gateway_that_has_the_operators_key_and_no_other()
    {
        using var visitor = await cluster.SignUp(1, "fifth@example.org");
        var id = (await visitor.Http.GetFromJsonAsync<JsonElement>("/v1/account")).GetProperty("id").GetString();
        using var finance = new HttpClient { BaseAddress = cluster.Gateways[0].Address };
        finance.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TwoByTwo.OperatorKey);
        var moved = await finance.GetFromJsonAsync<JsonElement>("/v1/finance/movements?since=2020-01-01&brand=nanogpt");
        moved.GetProperty("movements").EnumerateArray().ShouldContain(one => one.GetProperty("what").GetString() == "given" && one.GetProperty("amount").GetInt64() >= 20);
        var owed = await finance.GetFromJsonAsync<JsonElement>("/v1/finance/owed");
        owed.GetProperty("owed").EnumerateArray().ShouldContain(one => one.GetProperty("lotKind").GetString() == "promotional");
        var statement = await finance.GetFromJsonAsync<JsonElement>($"/v1/finance/statements/nanogpt/{id}");
        statement.GetProperty("items").EnumerateArray().Single().GetProperty("available").GetInt64().ShouldBe(20);
        (await finance.GetFromJsonAsync<JsonElement>("/v1/finance/days")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await finance.GetStringAsync("/v1/finance/export?since=2020-01-01")).ShouldStartWith("at,wallet,");
        using var nobody = await finance.GetAsync("/v1/finance/statements/nanogpt/u01m80mradef3vyheebgyqjwwrd");
        nobody.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var elsewhere = new HttpClient { BaseAddress = cluster.Gateways[1].Address };
        elsewhere.DefaultRequestHeaders.Authorization = finance.DefaultRequestHeaders.Authorization;
        foreach (var path in new[] { "/v1/finance/owed", "/finance" })
            (await elsewhere.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetStringAsync("/openapi/v1.json")).ShouldNotContain("/v1/finance");
    }

    [Fact]
    public async Task Each_lane_is_worked_on_where_its_role_is()
    {
        using var visitor = await cluster.SignUp(0, "fourth@example.org");
        var (_, resize, _) = await visitor.Submit(Picture, "resize", new { width = 50, height = 50 });
        var (_, background, _) = await visitor.Submit(Picture, "remove-background", new { background = "transparent" });
        await using var database = new Npgsql.NpgsqlConnection(cluster.Ground.Settings()["DARKROOM_DATABASE"]);
        await database.OpenAsync();
        foreach (var (job, silo) in new[] { (resize, cluster.Cpu), (background, cluster.Gpu) })
        {
            await using var command = new Npgsql.NpgsqlCommand("SELECT split_part(worker, '/', 2) FROM job WHERE id = @id", database);
            command.Parameters.AddWithValue("id", $"nanogpt/{job}");
            await Eventually.Is(async () => await command.ExecuteScalarAsync() as string, silo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task A_silo_answers_probes_and_metrics_and_nothing_else()
    {
        (await cluster.Cpu.Probe("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await cluster.Cpu.Probe("/metrics")).ShouldBe(HttpStatusCode.OK);
        (await cluster.Cpu.Probe("/v1/brand")).ShouldBe(HttpStatusCode.NotFound);
        (await cluster.Cpu.Probe("/")).ShouldBe(HttpStatusCode.NotFound);
    }
}
