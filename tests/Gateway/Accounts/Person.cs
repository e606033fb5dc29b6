using System.Net.Http.Json;

namespace Darkroom.Gateway.Tests.Accounts;

/// <summary>Somebody with an address of their own and a client that is not signed in, so that tests read like sentences.</summary>
internal sealed class Person(DarkroomServer server, string? brand = null, string? email = null) : IDisposable
{
    private static int count;

    public string Email { get; } = email ?? $"person{Interlocked.Increment(ref count)}@example.net";

    public HttpClient Http { get; } = server.Anonymous(brand);

    public Task<HttpResponseMessage> SignUp(
        string? name = "A Person", string? birthDate = "1990-04-01", string? country = "SE", string? acceptedPolicy = "2025-11-28") =>
        Http.PostAsJsonAsync("/v1/accounts", new { email = Email, name, birthDate, country, acceptedPolicy });

    public Task<HttpResponseMessage> AskToSignIn() => Http.PostAsJsonAsync("/v1/sessions", new { email = Email });

    public Task<HttpResponseMessage> SignInByCode(string? code, string kind = "token") =>
        Http.PostAsJsonAsync("/v1/sessions", new { email = Email, code, kind });

    public Task<HttpResponseMessage> SignInByLink(string? link, string kind = "token") =>
        Http.PostAsJsonAsync("/v1/sessions", new { link, kind });

    public Mails.Mail NewestMail => server.NewestMailTo(Email);

    /// <summary>Signs up, confirms, and answers a client with the token.</summary>
    public async Task<HttpClient> Join()
    {
        (await SignUp()).StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        return await Client(await SignInByCode(NewestMail.Code));
    }

    /// <summary>Signs in once more, as on another machine.</summary>
    public async Task<HttpClient> SignInAgain()
    {
        (await AskToSignIn()).StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        return await Client(await SignInByLink(NewestMail.Link));
    }

    public void Dispose() => Http.Dispose();

    private async Task<HttpClient> Client(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return server.WithBearer((await answer.Json()).GetProperty("token").GetString()!, brand);
    }
}
