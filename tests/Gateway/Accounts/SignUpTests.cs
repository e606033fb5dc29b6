using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Darkroom.Gateway.Tests.Accounts;

/// <summary>From a form to an account, and what strangers can try on the way.</summary>
[Collection(ServerCollection.Name)]
public sealed class SignUpTests(DarkroomServer server)
{
    [Fact]
    [Trait("Clause", "NAN-01")]
    [Trait("Clause", "NAN-09")]
    public async Task A_confirmed_sign_up_is_an_account_with_the_welcome_credits_and_the_accepted_policy()
    {
        using var person = new Person(server);
        using var http = await person.Join();
        var account = await http.GetFromJson("/v1/account");
        account.GetProperty("email").GetString().ShouldBe(person.Email);
        account.GetProperty("name").GetString().ShouldBe("A Person");
        account.GetProperty("acceptedPolicies")[0].GetProperty("version").GetString().ShouldBe("2025-11-28");
        account.GetProperty("age").GetProperty("limitMet").GetInt32().ShouldBe(13);
        account.ToString().ShouldNotContain("1990");
        (await http.GetFromJson("/v1/wallet")).GetProperty("available").GetInt64().ShouldBe(20);
        using var again = await person.SignInAgain();
        (await again.GetFromJson("/v1/wallet")).GetProperty("available").GetInt64().ShouldBe(20, "the welcome comes once");
    }

    [Fact]
    public async Task Without_the_confirmation_there_is_no_account()
    {
        using var person = new Person(server);
        await person.SignUp();
        (await person.AskToSignIn()).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        person.NewestMail.Code.ShouldBeNull("the address has no account yet, and the mail says so");
    }

    [Fact]
    public async Task Refusals_are_exact_and_send_no_mail()
    {
        using var person = new Person(server);
        using var young = await person.SignUp(birthDate: DateTime.UtcNow.AddYears(-12).ToString("yyyy-MM-dd", null));
        (await young.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "too_young")).GetProperty("minimumAge").GetInt32().ShouldBe(13);
        using var german = await person.SignUp(birthDate: DateTime.UtcNow.AddYears(-15).ToString("yyyy-MM-dd", null), country: "DE");
        (await german.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "too_young")).GetProperty("minimumAge").GetInt32().ShouldBe(16);
        using var policy = await person.SignUp(acceptedPolicy: "2019-01-01");
        (await policy.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "policy_not_accepted"))
            .GetProperty("policyVersion").GetString().ShouldBe("2025-11-28");
        using var wrong = await person.SignUp(birthDate: "yesterday", country: "Sverige");
        var errors = (await wrong.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["country", "birthDate"], ignoreOrder: true);
        server.MailsTo(person.Email).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{\"email\":5}", HttpStatusCode.BadRequest)]
    [InlineData("{\"email\":{\"a\":[]}}", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"email\":\"a@b.org\\r\\nBcc: eve@example.org\"}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"email\":\"\\ud800@example.org\"}", HttpStatusCode.BadRequest)]
    public async Task A_malformed_body_is_a_clear_refusal(string body, HttpStatusCode status)
    {
        using var http = server.Anonymous();
        foreach (var path in new[] { "/v1/accounts", "/v1/sessions" })
        {
            using var answer = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
            answer.StatusCode.ShouldBe(status, $"{path}: {await answer.Content.ReadAsStringAsync()}");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Fact]
    public async Task A_body_that_is_huge_deep_or_of_another_type_is_refused()
    {
        using var http = server.Anonymous();
        using var huge = await http.PostAsync("/v1/accounts", new StringContent(new string(' ', 300_000), Encoding.UTF8, "application/json"));
        await huge.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
        using var deep = await http.PostAsync("/v1/accounts", new StringContent("{\"email\":" + new string('[', 50_000), Encoding.UTF8, "application/json"));
        await deep.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
        using var form = await http.PostAsync("/v1/sessions", new FormUrlEncodedContent([new("email", "a@example.org")]));
        await form.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        using var longName = await http.PostAsJsonAsync("/v1/accounts", new
        {
            email = new string('a', 100_000) + "@example.org",
            name = new string('n', 100_000),
            birthDate = new string('1', 10_000),
            country = new string('S', 10_000),
            acceptedPolicy = "2025-11-28",
        });
        await longName.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
    }

    [Fact]
    public async Task Nobody_learns_whether_an_address_has_an_account()
    {
        using var known = new Person(server);
        using var joined = await known.Join();
        using var unknown = new Person(server);
        (await Seen(await known.SignUp())).ShouldBe(await Seen(await unknown.SignUp()));
        using var stranger = new Person(server);
        (await Seen(await known.AskToSignIn())).ShouldBe(await Seen(await stranger.AskToSignIn()));
        (await Seen(await known.SignInByCode("000000"))).ShouldBe(await Seen(await stranger.SignInByCode("000000")));

        // The mails, which only the owner of the address reads, say what is true; both got as many.
        server.MailsTo(known.Email)[1].Text.ShouldContain("har redan ett");
        server.MailsTo(stranger.Email).ShouldHaveSingleItem().Text.ShouldContain("har inget konto");
    }

    [Fact]
    public async Task Many_sign_ups_of_one_address_at_once_make_one_account()
    {
        using var person = new Person(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => person.SignUp()));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
        var mails = server.MailsTo(person.Email);
        mails.Count.ShouldBe(3, "an address gets three mails at once at most");

        var sessions = await Task.WhenAll(mails.SelectMany(mail => new[] { person.SignInByCode(mail.Code), person.SignInByLink(mail.Link) }));
        var tokens = new List<string>();
        foreach (var session in sessions.Where(answer => answer.StatusCode == HttpStatusCode.Created))
            tokens.Add((await session.Json()).GetProperty("token").GetString()!);
        tokens.Count.ShouldBe(1, "the first confirmation makes the account; the other sign-ups are void");
        using var again = await person.AskToSignIn();
        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var http = server.WithBearer(tokens[0]);
        (await http.GetFromJson("/v1/wallet")).GetProperty("balance").GetInt64().ShouldBe(20);
    }

    [Fact]
    public async Task One_address_at_two_brands_is_two_people()
    {
        using var here = new Person(server);
        using var there = new Person(server, DarkroomServer.TinyBrand, here.Email);
        using var mine = await here.Join();
        using var theirs = await there.Join();
        var (first, second) = (await mine.GetFromJson("/v1/account"), await theirs.GetFromJson("/v1/account"));
        first.GetProperty("id").GetString().ShouldNotBe(second.GetProperty("id").GetString());
        (await theirs.GetFromJson("/v1/wallet")).GetProperty("balance").GetInt64().ShouldBe(3);

        mine.DefaultRequestHeaders.Add("X-Brand", DarkroomServer.TinyBrand);
        using var elsewhere = await mine.GetAsync("/v1/account");
        await elsewhere.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    /// <summary>Everything that a stranger sees of an answer, but for what differs in every one.</summary>
    private static async Task<string> Seen(HttpResponseMessage answer)
    {
        var id = answer.Headers.GetValues("X-Request-Id").Single();
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key.ToUpperInvariant() is not ("DATE" or "X-REQUEST-ID"))
            .Select(header => $"{header.Key}: {string.Join(",", header.Value)}").Order();
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{(await answer.Content.ReadAsStringAsync()).Replace(id, "", StringComparison.Ordinal)}";
    }
}
