using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Darkroom.Gateway.Callers;
using Darkroom.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests;

/// <summary>A server as it runs behind a proxy: no development switches, tight limits, and one part that fails.</summary>
public sealed class ProductionServer : IAsyncLifetime
{
    public const string MetricsToken = "metrics-token-of-the-tests";
    public const int OperatorFailures = 3;
    public const string Internals = "canary-internals-4711";

    public DarkroomServer Server { get; } = new(
        [
            "--CONTACT_NANOGPT", "privacy@nanogpt.example", "--CONTACT_TINY", "privacy@tiny.example", "--CONTACT_PASSME", "privacy@passme.example", "--CONTACT_PICFRE", "privacy@picfre.example",
            "--Gateway:Embedded", "false", "--Gateway:AnonymousRequestsPerMinute", "20", "--Gateway:RequestsPerMinute", "40",
            "--Gateway:SignInsPerMinute", "8", "--Gateway:OperatorFailuresPerMinute", "3", "--Gateway:MetricsToken", MetricsToken, "--Gateway:TrustedProxies:0", "127.0.0.0/8",
        ],
        builder => builder.Services.AddSingleton<IJobList, FailingList>());

    public Task InitializeAsync() => Server.InitializeAsync();

    public Task DisposeAsync() => Server.DisposeAsync();

    /// <summary>A client at a brand's host name, as a proxy that ends TLS passes it on.</summary>
    public HttpClient From(string address, string host = "tiny.localhost", bool tls = true)
    {
        var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Server.Address };
        http.DefaultRequestHeaders.Host = host;
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", tls ? "https" : "http");
        return http;
    }

    private sealed class FailingList : IJobList
    {
        public Task<IReadOnlyList<JobView>> Read(UserId owner, JobId? before, int limit, CancellationToken cancellation) =>
            throw new InvalidOperationException(Internals);
    }
}

/// <summary>What only holds, or only matters, outside of development.</summary>
public sealed class ProductionTests(ProductionServer production) : IClassFixture<ProductionServer>
{
    [Fact]
    public async Task Only_the_host_name_chooses_the_brand()
    {
        using var http = production.From("198.51.100.1");
        http.DefaultRequestHeaders.Add("X-Brand", "nanogpt");
        using var answer = await http.GetAsync("/v1/brand?brand=nanogpt");
        (await answer.Json()).GetProperty("name").GetString().ShouldBe("Tiny");

        using var stranger = production.From("198.51.100.1", "unknown.example.org");
        using var refused = await stranger.GetAsync("/v1/brand");
        await refused.ShouldBeProblem(HttpStatusCode.MisdirectedRequest, "unknown_host");
        using var probe = await stranger.GetAsync("/health/live");
        probe.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_many_requests_of_one_address_are_told_when_to_come_back_and_others_are_not_touched()
    {
        using var http = production.From("198.51.100.2");
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 30 && refused is null; i++)
        {
            var answer = await http.GetAsync("/v1/brand");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                refused = answer;
        }

        await refused.ShouldNotBeNull().ShouldBeProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        refused!.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        using var other = production.From("198.51.100.3");
        using var fine = await other.GetAsync("/v1/brand");
        fine.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var probe = await http.GetAsync("/health/live");
        probe.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Addresses_of_one_network_of_the_sixth_version_count_as_one()
    {
        var refused = 0;
        for (var i = 0; i < 30; i++)
        {
            using var http = production.From($"2001:db8:1:2::{i + 1:x}");
            using var answer = await http.GetAsync("/v1/brand");
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        refused.ShouldBe(10);
    }

    [Fact]
    public async Task Guessing_codes_is_stopped_early()
    {
        using var http = production.From("198.51.100.4");
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await http.PostAsJsonAsync("/v1/sessions", new { email = "somebody@example.org", code = $"{i:000000}" });
            codes.Add(answer.StatusCode);
        }

        codes.Take(8).ShouldNotContain(HttpStatusCode.TooManyRequests);
        codes.Skip(8).ShouldAllBe(code => code == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_fault_tells_the_caller_its_id_and_nothing_else_and_the_log_all()
    {
        using var http = production.From("198.51.100.5");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token("fault@example.org", "198.51.100.5"));
        using var answer = await http.GetAsync("/v1/jobs");
        var problem = await answer.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal");
        problem.ToString().ShouldNotContain(ProductionServer.Internals);
        problem.ToString().ShouldNotContain("Exception");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        production.Server.Log.ShouldContain(ProductionServer.Internals);
        production.Server.Log.ShouldContain(problem.GetProperty("requestId").GetString()!);
    }

    [Fact]
    public async Task Metrics_want_the_token_and_no_other()
    {
        using var http = production.From("198.51.100.6");
        foreach (var token in new[] { null, "", "wrong", ProductionServer.MetricsToken[..^1] })
        {
            http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var refused = await http.GetAsync("/metrics");
            await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ProductionServer.MetricsToken);
        using var answer = await http.GetAsync("/metrics");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Under_tls_the_session_cookie_belongs_to_this_host_alone()
    {
        using var http = production.From("198.51.100.7");
        using var session = await SignIn(http, "cookie@example.org", "cookie");
        var cookie = session.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("__Host-");
        foreach (var attribute in new[] { "secure", "httponly", "samesite=lax", "path=/" })
            cookie.ShouldContain(attribute, Case.Insensitive);
        cookie.ShouldNotContain("domain=", Case.Insensitive);
        session.Headers.GetValues("Strict-Transport-Security").ShouldNotBeEmpty();

        var pair = cookie.Split(';')[0];
        http.DefaultRequestHeaders.Add("Cookie", pair);
        using var wallet = await http.GetAsync("/v1/wallet");
        wallet.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var unproven = await http.DeleteAsync("/v1/sessions/current");
        await unproven.ShouldBeProblem(HttpStatusCode.Forbidden, "antiforgery");
        http.DefaultRequestHeaders.Add(AntiforgeryToken.HeaderName, (await session.Json()).GetProperty("antiforgeryToken").GetString());
        using var proven = await http.DeleteAsync("/v1/sessions/current");
        proven.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var ended = await http.GetAsync("/v1/wallet");
        await ended.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private async Task<string> Token(string email, string address)
    {
        using var http = production.From(address);
        using var session = await SignIn(http, email, "token");
        return (await session.Json()).GetProperty("token").GetString()!;
    }

    private async Task<HttpResponseMessage> SignIn(HttpClient http, string email, string kind)
    {
        using var account = await http.PostAsJsonAsync("/v1/accounts",
            new { email, birthDate = "1990-04-01", country = "SE", acceptedPolicy = "2025-11-28" });
        account.StatusCode.ShouldBe(HttpStatusCode.Accepted, await account.Content.ReadAsStringAsync());
        using var mail = new Drivers.Visitor(production.Server.Address, production.Server.DataFolder, email);
        var session = await http.PostAsJsonAsync("/v1/sessions", new { email, code = await mail.Code(), kind });
        session.StatusCode.ShouldBe(HttpStatusCode.Created, await session.Content.ReadAsStringAsync());
        return session;
    }
}
