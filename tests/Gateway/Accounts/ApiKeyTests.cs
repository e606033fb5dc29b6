using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Darkroom.Gateway.Tests.Accounts;

/// <summary>Keys are shown once, scoped and revocable.</summary>
[Collection(ServerCollection.Name)]
public sealed class ApiKeyTests(DarkroomServer server)
{
    [Fact]
    public async Task A_key_is_shown_once_listed_used_and_revoked()
    {
        using var http = await new Person(server).Join();
        var made = await Make(http, "nightly", "wallet:read", "wallet:read");
        var (id, secret) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        made.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["wallet:read"]);
        using var key = server.WithBearer(secret);
        (await key.GetFromJson("/v1/wallet")).GetProperty("balance").GetInt64().ShouldBe(20);

        var listed = (await http.GetFromJson("/v1/keys")).EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("name").GetString().ShouldBe("nightly");
        listed.GetProperty("lastUsedOn").GetString().ShouldBe(DateTime.UtcNow.ToString("yyyy-MM-dd", null));
        listed.TryGetProperty("key", out _).ShouldBeFalse();

        (await http.DeleteAsync($"/v1/keys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await key.GetAsync("/v1/wallet")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await http.DeleteAsync($"/v1/keys/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_key_may_do_what_its_scopes_say_and_cannot_grow()
    {
        using var http = await new Person(server).Join();
        using var wallet = server.WithBearer((await Make(http, "w", "wallet:read")).GetProperty("key").GetString()!);
        (await (await wallet.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Forbidden, "missing_scope"))
            .GetProperty("scope").GetString().ShouldBe("account");
        await (await wallet.GetAsync("/v1/jobs")).ShouldBeProblem(HttpStatusCode.Forbidden, "missing_scope");

        using var account = server.WithBearer((await Make(http, "a", "account")).GetProperty("key").GetString()!);
        using var grown = await account.PostAsJsonAsync("/v1/keys", new { name = "more", scopes = new[] { "account", "jobs:write" } });
        (await grown.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors").TryGetProperty("scopes", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_is_no_session_cookie()
    {
        using var http = await new Person(server).Join();
        var secret = (await Make(http, "k", "account")).GetProperty("key").GetString();
        using var browser = server.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", $"darkroom-session={secret}");
        await (await browser.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("{\"name\":\"k\"}", "scopes")]
    [InlineData("{\"name\":\"k\",\"scopes\":[]}", "scopes")]
    [InlineData("{\"name\":\"k\",\"scopes\":[null]}", "scopes")]
    [InlineData("{\"name\":\"k\",\"scopes\":[\"everything\"]}", "scopes")]
    [InlineData("{\"name\":\"a\\u0000b\",\"scopes\":[\"account\"]}", "name")]
    public async Task A_wrong_wish_names_the_field(string body, string field)
    {
        using var http = await new Person(server).Join();
        using var answer = await http.PostAsync("/v1/keys", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        (await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task There_is_a_limit_to_keys()
    {
        using var http = await new Person(server).Join();
        for (var i = 0; i < 20; i++)
            await Make(http, $"key {i}", "account");
        using var answer = await http.PostAsJsonAsync("/v1/keys", new { name = "one more", scopes = new[] { "account" } });
        (await answer.ShouldBeProblem(HttpStatusCode.Conflict, "too_many_keys")).GetProperty("limit").GetInt32().ShouldBe(20);
    }

    private static async Task<JsonElement> Make(HttpClient http, string name, params string[] scopes)
    {
        using var answer = await http.PostAsJsonAsync("/v1/keys", new { name, scopes });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Json();
    }
}
