using System.Net;
using System.Net.Http.Json;

namespace Darkroom.Gateway.Tests.Accounts;

/// <summary>Codes, links, sessions and signing out.</summary>
[Collection(ServerCollection.Name)]
public sealed class SignInTests(DarkroomServer server)
{
    [Fact]
    public async Task A_code_works_once_and_takes_its_link_with_it()
    {
        using var person = new Person(server);
        await person.SignUp();
        var mail = person.NewestMail;
        (await person.SignInByCode(mail.Code)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await (await person.SignInByCode(mail.Code)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await person.SignInByLink(mail.Link)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Opening_a_link_does_not_use_it_up_because_mail_scanners_do_that_too()
    {
        using var person = new Person(server);
        await person.SignUp();
        var link = person.NewestMail.Link;
        for (var i = 0; i < 3; i++)
        {
            using var opened = await person.Http.GetAsync($"/sign-in?token={link}");
            ((int)opened.StatusCode).ShouldBeLessThan(500);
        }

        (await person.SignInByLink(link)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await (await person.SignInByLink(link)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_link_used_by_many_at_once_lets_one_in()
    {
        using var person = new Person(server);
        await person.SignUp();
        var link = person.NewestMail.Link;
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => person.SignInByLink(link)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(11);
    }

    [Fact]
    public async Task Guessing_codes_ends_after_five_and_keeps_nobody_out()
    {
        using var person = new Person(server);
        await person.SignUp();
        var mail = person.NewestMail;
        var wrong = mail.Code == "111111" ? "222222" : "111111";
        for (var i = 0; i < 5; i++)
            await (await person.SignInByCode(wrong)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await person.SignInByCode(mail.Code)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await person.SignInByLink(mail.Link)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e0.x")]
    [InlineData("' OR 1=1 --")]
    [InlineData("../../mailbox")]
    public async Task A_forged_link_is_refused(string link)
    {
        using var person = new Person(server);
        await (await person.SignInByLink(link)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await person.SignInByLink($"e{new string('0', 64)}.{new string('A', 43)}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_link_of_one_address_does_not_open_another()
    {
        using var mine = new Person(server);
        using var yours = new Person(server);
        await mine.SignUp();
        await yours.SignUp();
        var (own, other) = (mine.NewestMail.Link!.Split('.'), yours.NewestMail.Link!.Split('.'));
        await (await mine.SignInByLink($"{other[0]}.{own[1]}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await (await yours.SignInByCode(mine.NewestMail.Code == yours.NewestMail.Code ? "x" : mine.NewestMail.Code))
            .ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task An_unknown_kind_is_refused_before_the_code_is_used()
    {
        using var person = new Person(server);
        await person.SignUp();
        await (await person.SignInByCode(person.NewestMail.Code, "forever")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        (await person.SignInByCode(person.NewestMail.Code)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_browser_gets_a_cookie_that_scripts_cannot_read_and_forged_requests_are_kept_out()
    {
        using var person = new Person(server);
        await person.SignUp();
        using var answer = await person.SignInByCode(person.NewestMail.Code, "cookie");
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await answer.Json();
        body.TryGetProperty("token", out _).ShouldBeFalse("the secret is in the cookie only");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);

        using var http = server.Anonymous();
        http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await http.GetFromJson("/v1/account")).GetProperty("email").GetString().ShouldBe(person.Email);
        await (await http.DeleteAsync("/v1/sessions")).ShouldBeProblem(HttpStatusCode.Forbidden, "antiforgery");
        http.DefaultRequestHeaders.Add("X-Antiforgery-Token", body.GetProperty("antiforgeryToken").GetString());
        (await http.DeleteAsync("/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await http.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Sessions_are_listed_ended_one_by_one_and_all_at_once()
    {
        using var person = new Person(server);
        using var first = await person.Join();
        using var second = await person.SignInAgain();
        var sessions = (await second.GetFromJson("/v1/sessions")).EnumerateArray().ToList();
        sessions.Select(one => one.GetProperty("current").GetBoolean()).ShouldBe([true, false]);
        var older = sessions[1].GetProperty("id").GetString();
        (await second.DeleteAsync($"/v1/sessions/{older}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await second.DeleteAsync($"/v1/sessions/{older}")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        await (await first.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");

        using var third = await person.SignInAgain();
        using var key = await Key(third, "account");
        (await third.DeleteAsync("/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var http in new[] { first, second, third })
            await (await http.GetAsync("/v1/account")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await key.GetAsync("/v1/account")).StatusCode.ShouldBe(HttpStatusCode.OK, "keys stay");
    }

    [Fact]
    public async Task Nobody_ends_somebody_else_s_session()
    {
        using var mine = await new Person(server).Join();
        using var yours = await new Person(server).Join();
        var id = (await yours.GetFromJson("/v1/sessions"))[0].GetProperty("id").GetString();
        await (await mine.DeleteAsync($"/v1/sessions/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await yours.GetAsync("/v1/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_foreign_host_name_does_not_get_into_a_mail()
    {
        using var person = new Person(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sessions") { Content = JsonContent.Create(new { email = person.Email }) };
        request.Headers.Host = "evil.example";
        (await person.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        person.NewestMail.Text.ShouldNotContain("evil.example");
    }

    private async Task<HttpClient> Key(HttpClient http, params string[] scopes)
    {
        using var made = await http.PostAsJsonAsync("/v1/keys", new { name = "a key", scopes });
        return server.WithBearer((await made.Json()).GetProperty("key").GetString()!);
    }
}
