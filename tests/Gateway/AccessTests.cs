using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Darkroom.Gateway.Callers;

namespace Darkroom.Gateway.Tests;

/// <summary>Who may call: strangers, other people, other brands, keys without the scope, forged requests.</summary>
[Collection(ServerCollection.Name)]
public sealed class AccessTests(DarkroomServer server)
{
    public static TheoryData<string, string> Private => new()
    {
        { "GET", "/v1/jobs" }, { "POST", "/v1/jobs" }, { "GET", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd" },
        { "GET", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd/events" }, { "GET", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd/outputs/0" },
        { "GET", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd/inputs/0" }, { "POST", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd/cancel" },
        { "POST", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd/received" }, { "DELETE", "/v1/jobs/j01m80mradef3vyheebgyqjwwrd" },
        { "GET", "/v1/wallet" }, { "GET", "/v1/wallet/transfers" }, { "GET", "/v1/callbacks/secret" },
    };

    [Theory]
    [MemberData(nameof(Private))]
    public async Task Strangers_are_turned_away(string method, string path)
    {
        foreach (var authorization in new[] { null, "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "Bearer " + new string('a', 600), "Bearer drs_" + new string('A', 43) })
        {
            using var http = server.Anonymous();
            if (authorization is not null)
                http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        }
    }

    [Theory]
    [MemberData(nameof(Private))]
    public async Task A_token_of_one_brand_is_nothing_at_another(string method, string path)
    {
        using var visitor = await server.SignUp();
        using var http = server.WithBearer(visitor.Http.DefaultRequestHeaders.Authorization!.Parameter!, DarkroomServer.TinyBrand);
        using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Other_peoples_jobs_are_not_there()
    {
        using var owner = await server.SignUp();
        using var other = await server.SignUp();
        using var form = Form.Resize(Pictures.Rocket);
        using var answer = await form.Send(owner.Http);
        var id = (await answer.Json()).GetProperty("id").GetString()!;
        await owner.Finished(id, TimeSpan.FromMinutes(2));
        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("GET", "/events"), ("GET", "/outputs/0"), ("GET", "/inputs/0"), ("POST", "/cancel"), ("POST", "/received"), ("DELETE", ""),
        })
        {
            using var refusal = await other.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/jobs/{id}{path}"));
            await refusal.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        }

        (await other.Http.GetFromJson("/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(0);
        using var still = await owner.Http.GetAsync($"/v1/jobs/{id}/outputs/0");
        still.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("j")]
    [InlineData("j01m80mradef3vyheebgyqjwwrd0")]
    [InlineData("u01m80mradef3vyheebgyqjwwrd")]
    [InlineData("%2e%2e")]
    [InlineData("j01m80mradef3vyheebgyqjww%2F")]
    [InlineData("J01M80MRADEF3VYHEEBGYQJWWRD")]
    [InlineData("' or 1=1 --")]
    public async Task An_id_of_another_form_is_not_there(string id)
    {
        using var visitor = await server.SignUp();
        using var answer = await visitor.Http.GetAsync($"/v1/jobs/{id}");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task An_api_key_may_do_what_its_scopes_say()
    {
        using var visitor = await server.SignUp();
        using var made = await visitor.Http.PostAsJsonAsync("/v1/keys", new { name = "reader", scopes = new[] { Scopes.JobsRead } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var http = server.WithBearer((await made.Json()).GetProperty("key").GetString()!);
        (await http.GetFromJson("/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(0);
        using var form = Form.Resize(Pictures.Rocket);
        using var submit = await form.Send(http);
        (await submit.ShouldBeProblem(HttpStatusCode.Forbidden, "missing_scope")).GetProperty("scope").GetString().ShouldBe(Scopes.JobsWrite);
        using var wallet = await http.GetAsync("/v1/wallet");
        (await wallet.ShouldBeProblem(HttpStatusCode.Forbidden, "missing_scope")).GetProperty("scope").GetString().ShouldBe(Scopes.WalletRead);
    }

    [Fact]
    public async Task A_cookie_needs_the_anti_forgery_token_to_change_something()
    {
        var (http, token) = await SignedInByCookie();
        using var _ = http;
        (await http.GetFromJson("/v1/wallet")).GetProperty("balance").GetInt64().ShouldBe(20);

        foreach (var wrong in new[] { null, "", "wrong", token[..^1], AntiforgeryToken.For("somebody else's session") })
        {
            using var form = Form.Resize(Pictures.Rocket);
            if (wrong is not null)
                http.DefaultRequestHeaders.TryAddWithoutValidation(AntiforgeryToken.HeaderName, wrong);
            using var refused = await form.Send(http);
            await refused.ShouldBeProblem(HttpStatusCode.Forbidden, "antiforgery");
            http.DefaultRequestHeaders.Remove(AntiforgeryToken.HeaderName);
        }

        using var byField = new Form().Field(AntiforgeryToken.FieldName, token).Field("tool", "resize").Field("params", """{"width":9}""").File(Pictures.Rocket);
        using var accepted = await byField.Send(http);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        using var late = Form.Resize(Pictures.Rocket).Field(AntiforgeryToken.FieldName, token);
        using var tooLate = await late.Send(http);
        await tooLate.ShouldBeProblem(HttpStatusCode.Forbidden, "antiforgery");

        http.DefaultRequestHeaders.Add(AntiforgeryToken.HeaderName, token);
        using var byHeader = Form.Resize(Pictures.Rocket);
        using var also = await byHeader.Send(http);
        also.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var forged = await http.DeleteAsync("/v1/sessions");
        await forged.ShouldBeProblem(HttpStatusCode.Forbidden, "antiforgery");
    }

    [Fact]
    public async Task A_wrong_bearer_is_not_rescued_by_a_good_cookie()
    {
        var (http, _) = await SignedInByCookie();
        using var client = http;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        using var answer = await http.GetAsync("/v1/wallet");
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private async Task<(HttpClient Http, string Antiforgery)> SignedInByCookie()
    {
        using var visitor = await server.SignUp();
        using var ask = await visitor.Http.PostAsJsonAsync("/v1/sessions", new { email = visitor.Email });
        ask.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        var http = new HttpClient(handler) { BaseAddress = server.Address };
        for (var attempt = 0; ; attempt++, await Task.Delay(50))
        {
            using var session = await http.PostAsJsonAsync("/v1/sessions", new { email = visitor.Email, code = await visitor.Code() });
            if (session.StatusCode != HttpStatusCode.Created && attempt < 50)
                continue; // The newest mail may not be there yet.
            session.StatusCode.ShouldBe(HttpStatusCode.Created);
            var cookie = session.Headers.GetValues("Set-Cookie").Single();
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=lax", Case.Insensitive);
            var body = await session.Json();
            body.TryGetProperty("token", out var _).ShouldBeFalse();
            return (http, body.GetProperty("antiforgeryToken").GetString()!);
        }
    }

    [Fact]
    public async Task Everybody_has_a_call_back_secret_of_their_own()
    {
        using var first = await server.SignUp();
        using var second = await server.SignUp();
        var secret = (await first.Http.GetFromJson("/v1/callbacks/secret")).GetProperty("secret").GetString();
        secret.ShouldNotBeNull().ShouldStartWith("cbs_");
        (await first.Http.GetFromJson("/v1/callbacks/secret")).GetProperty("secret").GetString().ShouldBe(secret);
        (await second.Http.GetFromJson("/v1/callbacks/secret")).GetProperty("secret").GetString().ShouldNotBe(secret);
    }
}
