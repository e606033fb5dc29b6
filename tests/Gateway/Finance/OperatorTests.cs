using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Darkroom.Gateway.Callers;

namespace Darkroom.Gateway.Tests.Finance;

/// <summary>Who is let in: whoever has the operator's key, and nobody else.</summary>
[Collection(ServerCollection.Name)]
public sealed class OperatorTests(DarkroomServer server)
{
    public static TheoryData<string> Api =>
    [
        "/v1/finance/movements?since=2026-01-01", "/v1/finance/owed", "/v1/finance/days", "/v1/finance/export?since=2026-01-01",
        "/v1/finance/statements/nanogpt/u01m80mradef3vyheebgyqjwwrd", "/v1/finance/movements", "/v1/finance/export?format=xml", "/v1/finance/days?limit=x",
    ];

    public static TheoryData<string> Pages => ["/finance", "/finance/statement?user=nobody", "/finance/export?since=2026-01-01", "/finance?from=nonsense"];

    [Theory]
    [MemberData(nameof(Api))]
    public async Task A_program_without_the_key_is_turned_away_before_anything_is_read(string path)
    {
        using var visitor = await server.SignUp();
        using var made = await visitor.Http.PostAsJsonAsync("/v1/keys", new { name = "all", scopes = Scopes.All });
        var key = server.OperatorKey();
        foreach (var authorization in new[]
        {
            null, "Bearer", "Bearer ", "Bearer x", $"Bearer {key[..^1]}", $"Bearer {key}x", $"Bearer {key.ToUpperInvariant()}", $"Basic {BasicOf("operator", key)}", $"{key}",
            $"Bearer {new string('a', 6000)}", visitor.Http.DefaultRequestHeaders.Authorization!.ToString(), $"Bearer {(await made.Json()).GetProperty("key").GetString()}",
        })
        {
            using var http = server.Anonymous();
            if (authorization is not null)
                http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await http.GetAsync(path);
            await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_browser_without_the_key_is_asked_for_it(string path)
    {
        var key = server.OperatorKey();
        foreach (var authorization in new[]
        {
            null, "Basic", "Basic !!!", "Basic " + BasicOf("operator", "x"), "Basic " + BasicOf("Operator", key), "Basic " + BasicOf("", key),
            "Basic " + Convert.ToBase64String([0xff, 0xfe, (byte)':']), $"Bearer {key}", "Basic " + new string('A', 6000),
        })
        {
            using var http = server.Anonymous();
            if (authorization is not null)
                http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await http.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, authorization);
            answer.Headers.WwwAuthenticate.Single().ToString().ShouldBe("Basic realm=\"Darkroom finance\", charset=\"UTF-8\"");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            (await answer.Content.ReadAsStringAsync()).ShouldContain("<h1>");
        }
    }

    [Fact]
    public async Task A_persons_cookie_opens_nothing()
    {
        using var visitor = await server.SignUp();
        using var http = server.Anonymous();
        http.DefaultRequestHeaders.Add("Cookie", $"darkroom-session={visitor.Http.DefaultRequestHeaders.Authorization!.Parameter}");
        (await http.GetAsync("/v1/finance/owed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetAsync("/finance")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_key_opens_finance_and_nothing_else_and_stands_in_no_log()
    {
        using var http = server.Operator();
        using var owed = await http.GetAsync("/v1/finance/owed");
        owed.StatusCode.ShouldBe(HttpStatusCode.OK);
        owed.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var page = server.Anonymous();
        page.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", BasicOf("operator", server.OperatorKey()));
        using var shown = await page.GetAsync("/finance");
        (shown.StatusCode, shown.Headers.CacheControl!.NoStore).ShouldBe((HttpStatusCode.OK, true));
        foreach (var path in new[] { "/v1/wallet", "/v1/jobs", "/v1/account" })
            (await http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var wrong = server.WithBearer("a-wrong-key-that-must-not-be-logged");
        (await wrong.GetAsync("/v1/finance/owed")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        server.Log.ShouldContain("An attempt to enter as operator failed.");
        server.Log.ShouldNotContain("a-wrong-key-that-must-not-be-logged");
        server.Log.ShouldNotContain(server.OperatorKey());
    }

    [Fact]
    public void The_key_beside_the_data_is_its_owners_alone()
    {
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(server.DataFolder, "operator-key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        server.OperatorKey().Length.ShouldBe(43);
        Directory.GetFiles(server.DataFolder, "operator-key*").Length.ShouldBe(1);
    }

    internal static string BasicOf(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}

/// <summary>Who guesses at the key is not let go on.</summary>
public sealed class OperatorGuessTests(ProductionServer production) : IClassFixture<ProductionServer>
{
    [Theory]
    [InlineData("198.51.100.81", "/v1/finance/owed", "Bearer")]
    [InlineData("198.51.100.82", "/finance", "Basic")]
    public async Task After_some_failures_not_even_the_right_key_is_looked_at_from_there(string address, string path, string scheme)
    {
        var key = production.Server.OperatorKey();
        using var guesser = production.From(address);
        for (var i = 0; i < ProductionServer.OperatorFailures; i++)
            (await Send(guesser, $"guess {i}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var refused = await Send(guesser, key);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        refused.Headers.WwwAuthenticate.ShouldBeEmpty();

        using var other = production.From(address + "1");
        for (var i = 0; i <= ProductionServer.OperatorFailures; i++)
            (await Send(other, key)).StatusCode.ShouldBe(HttpStatusCode.OK, "the right key is never a failure");

        Task<HttpResponseMessage> Send(HttpClient http, string secret)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {(scheme == "Basic" ? OperatorTests.BasicOf("operator", secret) : secret)}");
            return http.SendAsync(request);
        }
    }
}
