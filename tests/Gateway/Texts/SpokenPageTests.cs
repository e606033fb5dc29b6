using System.Net;
using Darkroom.Brands;
using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Texts;

/// <summary>What a browser asks for is what its reader sees.</summary>
[Collection(ServerCollection.Name)]
public sealed class SpokenPageTests(DarkroomServer server)
{
    public static TheoryData<string> Languages => Catalogue.Languages;

    [Theory]
    [InlineData("no", "nb")]
    [InlineData("nn-NO,nn;q=0.9", "nb")]
    [InlineData("nb-NO,nb;q=0.9,en;q=0.5", "nb")]
    [InlineData("en;q=0.5,no;q=0.8", "nb")]
    [InlineData("da-DK", "da")]
    [InlineData("fr,sv;q=0.3", "sv")]
    [InlineData("en-GB", "en")]
    [InlineData("fr", "en")]
    public async Task The_page_is_in_the_first_language_that_the_brand_speaks(string wished, string spoken)
    {
        using var http = Reader(wished);
        var page = WebUtility.HtmlDecode(await http.GetStringAsync("/"));
        page.ShouldContain($"<html lang=\"{spoken}\">");
        page.ShouldContain(Catalogue.All[spoken]["page.home.lead"]);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_page_before_an_account_renders_in_every_language(string language)
    {
        using var http = Reader(language);
        foreach (var (path, key) in new[] { ("/sign-up", "page.signUp.title"), ("/sign-in", "page.signIn.lead"), ("/privacy", "page.privacy.title"), ("/sign-in?token=x", "page.link.title") })
            WebUtility.HtmlDecode(await http.GetStringAsync(path)).ShouldContain(Catalogue.All[language][key], customMessage: path);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task What_is_wrong_with_a_form_is_said_in_the_reader_s_language(string language)
    {
        using var http = Reader(language);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = "nobody", ["name"] = "A\nB", ["country"] = "XX", ["birthDate"] = "x", ["acceptedPolicy"] = "" });
        using var answer = await http.PostAsync("/sign-up", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        foreach (var field in new[] { "email", "name", "country", "birthDate", "acceptedPolicy" })
            page.ShouldContain(Catalogue.All[language][$"page.error.field.{field}"]);
    }

    [Fact]
    [Trait("Clause", "IMG-20")]
    [Trait("Clause", "NAN-11")]
    [Trait("Clause", "PIC-20")]
    [Trait("Clause", "PAS-14")]
    public async Task Every_page_says_where_the_service_can_be_reached()
    {
        using var http = Reader("en");
        foreach (var path in new[] { "/", "/sign-up", "/sign-in", "/privacy", "/sign-in?token=x" })
            (await http.GetStringAsync(path)).ShouldContain("href=\"mailto:privacy@nordic.localhost\"", customMessage: path);
    }

    [Theory]
    [InlineData("nb", "1\u00a0234", "01.03.2026 14:05", "NO")]
    [InlineData("da", "1.234", "01.03.2026 14.05", "DK")]
    [InlineData("sv", "1\u00a0234", "2026-03-01 14:05", "SE")]
    [InlineData("en", "1,234", "3/1/2026 2:05\u202fPM", "US")]
    public void Numbers_days_and_countries_are_written_as_at_home(string language, string number, string moment, string country)
    {
        var visit = new Visit(server.Services.GetRequiredService<IBrands>()[new BrandId(DarkroomServer.NordicBrand)], Catalogue.All[language], null, null, "/");
        visit.Credits(1234).ShouldStartWith(number);
        visit.Credits(1).ShouldBe(Catalogue.All[language].Fill("page.credit", ("count", "1")));
        new DateTime(2026, 3, 1, 14, 5, 0).ToString("g", visit.Culture).ShouldBe(moment);
        Countries.Guess(visit.Culture).ShouldBe(country);
    }

    [Theory]
    [InlineData("nn", "nb")]
    [InlineData("da", "da")]
    [InlineData("sv", "sv")]
    [InlineData("en", "en")]
    public async Task The_mail_is_in_the_language_of_the_one_who_signs_up(string wished, string spoken)
    {
        using var person = new Person(server, DarkroomServer.NordicBrand);
        person.Http.DefaultRequestHeaders.Add("Accept-Language", wished);
        (await person.SignUp()).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        person.NewestMail.Text.ShouldContain(Catalogue.All[spoken].Fill("mail.confirm.intro", ("brand", "Nordic")));
    }

    private HttpClient Reader(string wished)
    {
        var http = server.Anonymous(DarkroomServer.NordicBrand);
        http.DefaultRequestHeaders.Add("Accept-Language", wished);
        return http;
    }
}
