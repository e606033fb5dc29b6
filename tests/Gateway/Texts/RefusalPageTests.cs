using System.Net;
using System.Net.Http.Headers;

namespace Darkroom.Gateway.Tests.Texts;

/// <summary>Whoever reads pages is refused with a page, and a program with data, whatever is the reason.</summary>
[Collection(ServerCollection.Name)]
public sealed class RefusalPageTests(DarkroomServer server)
{
    public static TheoryData<string> Languages => Catalogue.Languages;

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_form_from_another_site_is_refused_with_a_page(string language)
    {
        using var http = Reader(language);
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent([]));
        await ShouldSay(answer, HttpStatusCode.Forbidden, language, "page.refused.antiforgery");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_address_that_leads_nowhere_says_so(string language)
    {
        using var http = Reader(language);
        using var answer = await http.GetAsync("/nowhere");
        await ShouldSay(answer, HttpStatusCode.NotFound, language, "page.notFound.text");
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused_in_words_that_fit_every_form()
    {
        using var http = Reader("da");
        using var answer = await http.PostAsync("/sign-in", new StringContent("{}", new MediaTypeHeaderValue("application/json")));
        ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(400);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(Catalogue.All["da"]["page.refusal.title"]);
    }

    [Fact]
    public async Task Programs_get_data_even_where_pages_are_and_pages_never_take_the_place_of_data()
    {
        using var program = server.Anonymous(DarkroomServer.NordicBrand);
        await (await program.GetAsync("/nowhere")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        using var browser = Reader("nb");
        await (await browser.GetAsync("/v1/nowhere")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    private static async Task ShouldSay(HttpResponseMessage answer, HttpStatusCode status, string language, string key)
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(status, page);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("text/html");
        page.ShouldContain($"<html lang=\"{language}\">");
        page.ShouldContain(Catalogue.All[language][key]);
    }

    private HttpClient Reader(string language)
    {
        var http = server.Anonymous(DarkroomServer.NordicBrand);
        http.DefaultRequestHeaders.Add("Accept-Language", language);
        http.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        return http;
    }
}
