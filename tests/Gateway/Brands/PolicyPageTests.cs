using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Darkroom.Accounts;
using Darkroom.Brands;
using Darkroom.Gateway.Pages;
using Darkroom.Texts;
using Darkroom.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Brands;

/// <summary>Each page says every fact of the brand's file that it is about, for every brand and in every language that the brand speaks.</summary>
[Collection(ServerCollection.Name)]
public sealed partial class PolicyPageTests(DarkroomServer server)
{
    private IBrands Brands => server.Services.GetRequiredService<IBrands>();

    private TextCatalogues Texts => server.Services.GetRequiredService<TextCatalogues>();

    [Fact]
    [Trait("Clause", "IMG-19")]
    [Trait("Clause", "PIC-18")]
    public Task Every_page_has_the_version_and_the_date() => All(["privacy", "cookies", "recipients", "prices", "age"], (brand, texts, page) =>
    {
        page.ShouldContain(brand.PolicyVersion);
        page.ShouldContain(brand.Privacy.Updated.ToString(texts.Language is "da" or "nb" ? "d. MMMM yyyy" : "d MMMM yyyy", CultureInfo.GetCultureInfo(texts.Language)));
        page.ShouldContain($"<html lang=\"{texts.Language}\">");
    });

    [Fact]
    [Trait("Clause", "IMG-20")]
    [Trait("Clause", "PIC-20")]
    [Trait("Clause", "NAN-11")]
    [Trait("Clause", "PIX-01")]
    [Trait("Clause", "PAS-14")]
    public Task The_privacy_page_has_contacts_data_times_rights_age_and_notice() => All(["privacy"], (brand, texts, page) =>
    {
        page.ShouldContain($"mailto:{brand.Contact}");
        if (brand.Privacy.Support is { } support)
            page.ShouldContain($"mailto:{support}");
        foreach (var use in brand.Privacy.Data)
        {
            page.ShouldContain(texts[$"policy.kind.{use.Kind}"]);
            foreach (var purpose in use.Purposes)
                page.ShouldContain(texts[$"policy.why.{purpose}"]);
        }

        foreach (var time in new[] { brand.Retention.Inputs.Longest, brand.Retention.Outputs.Longest, brand.Retention.JobRecords.Longest, brand.Retention.Erasure.Longest, brand.Retention.GraceAfterDelivery })
            page.ShouldContain(Time(texts, time));
        if (brand.Retention.Spending is { } spending)
            page.ShouldContain(texts.Fill("policy.kept.spending", ("time", texts.Fill("policy.months", ("count", $"{spending.Months}")))));
        foreach (var right in brand.Privacy.Rights)
        {
            page.ShouldContain(texts[$"policy.right.{right.Name}"]);
            page.ShouldContain(right.Longest.Months == 1 ? texts["policy.month"] : Time(texts, right.Longest.Length));
        }

        page.ShouldContain(texts.Fill("policy.age.lead", ("brand", brand.Name), ("age", $"{brand.MinimumAge}")));
        var higher = texts.Fill("page.privacy.account.age.higher", ("age", $"{brand.MinimumAge}"));
        page.Contains(higher, StringComparison.Ordinal).ShouldBe(brand.MinimumAgeByCountry.Count > 0, "higher ages are told where there are some");
        page.ShouldContain(brand.Privacy.Notice is { Days: > 0 } notice
            ? texts.Fill("policy.changes.notice", ("days", Time(texts, TimeSpan.FromDays(notice.Days)))) : texts["policy.changes.page"]);
    });

    [Fact]
    public Task Recipients_are_on_their_page_and_the_privacy_page_with_purpose_data_country_and_safeguard() => All(["privacy", "recipients"], (brand, texts, page) =>
    {
        foreach (var one in brand.Recipients)
        {
            page.ShouldContain(one.Name ?? texts[one.Purpose == Recipient.Law ? "policy.recipients.authorities" : "policy.recipients.nobody"]);
            page.ShouldContain(texts.Has($"page.privacy.purpose.{one.Purpose}") ? texts[$"page.privacy.purpose.{one.Purpose}"] : texts[$"policy.purpose.{one.Purpose}"]);
            foreach (var what in one.Receives)
                page.ShouldContain(texts[$"policy.receives.{what}"]);
            if (one.Safeguard is { } safeguard)
                page.ShouldContain(texts.Fill($"policy.safeguard.{safeguard}", ("country", Countries.Name(one.Country!, texts))));
        }
    });

    [Fact]
    [Trait("Clause", "NAN-04")]
    public Task The_cookie_notice_tells_needed_and_other_cookies_apart() => All(["cookies"], (brand, texts, page) =>
    {
        var (needed, other) = (page.IndexOf(texts["policy.cookies.essential"], StringComparison.Ordinal), page.IndexOf(texts["policy.cookies.optional"], StringComparison.Ordinal));
        needed.ShouldBeInRange(1, other);
        foreach (var cookie in brand.Privacy.Cookies)
        {
            var at = page.IndexOf($">{cookie.Name}<", StringComparison.Ordinal);
            (at > other).ShouldBe(!cookie.IsEssential, cookie.Name);
            at.ShouldBeGreaterThan(needed);
            page.ShouldContain(texts[$"policy.cookie.{cookie.Purpose}"]);
            page.ShouldContain(Time(texts, cookie.Longest));
        }
    });

    [Fact]
    public Task The_price_list_has_every_tool_step_currency_and_tier() => All(["prices"], (brand, texts, page) =>
    {
        var culture = CultureInfo.GetCultureInfo(texts.Language);
        string Credits(long count) => texts.Fill(count == 1 ? "page.credit" : "page.credits", ("count", count.ToString("N0", culture).Replace((char)0xa0, (char)0x20)));
        if (brand.Credits.Welcome > 0)
            page.ShouldContain(Credits(brand.Credits.Welcome));
        page.Contains(texts["policy.prices.withheld"], StringComparison.Ordinal).ShouldBe(brand.Credits.WithholdEarned);
        page.Contains(texts["policy.home.nothing"], StringComparison.Ordinal).ShouldBe(brand.Tools.Count == 0);
        foreach (var (tool, offer) in brand.Tools)
        {
            page.ShouldContain(texts[$"page.tool.{tool}.name"]);
            foreach (var step in offer.Price.Steps)
                page.ShouldContain(Credits(step.Credits));
        }

        foreach (var price in brand.Credits.Prices.Values)
        {
            page.ShouldContain(Credits(price.Maximum));
            foreach (var tier in price.Tiers)
            {
                page.ShouldContain(Credits(tier.From));
                page.ShouldContain($"{(tier.UnitAmount / 100).ToString("0.00####", culture)} {price.Currency}");
            }
        }
    });

    [Fact]
    public Task The_age_terms_have_the_limit_of_every_country() => All(["age"], (brand, texts, page) =>
    {
        page.ShouldContain(texts.Fill("policy.age.lead", ("brand", brand.Name), ("age", $"{brand.MinimumAge}")));
        foreach (var (country, age) in brand.MinimumAgeByCountry)
            page.ShouldMatch($"<th[^>]*>{Regex.Escape(Countries.Name(country, texts))}</th><td[^>]*>{Regex.Escape(texts.Fill("policy.age.years", ("count", $"{age}")))}</td>");
    });

    [Fact]
    public void Countries_are_told_in_the_readers_language() =>
        (Countries.Name("EE", Texts["en"]), Countries.Name("EE", Texts["sv"]), Countries.Name("US", Texts["sv"])).ShouldBe(("Estonia", "Estland", "USA"));

    [Fact]
    public void Every_word_that_a_brand_file_can_use_has_a_text_in_every_language()
    {
        string[] keys =
        [
            .. DataKind.All.Select(word => $"policy.kind.{word}"), .. DataKind.Purposes.Select(word => $"policy.why.{word}"), .. Recipient.Receivable.Select(word => $"policy.receives.{word}"),
            .. Recipient.Safeguards.Select(word => $"policy.safeguard.{word}"), .. PersonRight.Names.Select(word => $"policy.right.{word}"), .. Darkroom.Brands.Cookie.Purposes.Select(word => $"policy.cookie.{word}"),
            .. ToolCatalog.All.Keys.Select(tool => $"page.tool.{tool}.name"),
        ];
        foreach (var texts in Texts.Languages.Select(language => Texts[language]))
        {
            Country.All.ShouldAllBe(code => Countries.Name(code, texts).Length > 0);
            keys.Where(key => !texts.Has(key)).ShouldBeEmpty(texts.Language);
            Recipient.Purposes.Where(word => !texts.Has($"policy.purpose.{word}") && !texts.Has($"page.privacy.purpose.{word}")).ShouldBeEmpty(texts.Language);
        }
    }

    private async Task All(string[] pages, Action<BrandPolicy, TextCatalogue, string> check)
    {
        var checks = 0;
        foreach (var brand in Brands.All.Values)
        {
            foreach (var language in brand.Languages)
            {
                using var http = server.Anonymous(brand.Id.Value);
                http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
                foreach (var page in pages)
                {
                    check(brand, Texts[language], Plain().Replace(WebUtility.HtmlDecode(await http.GetStringAsync($"/{page}")), " "));
                    checks++;
                }
            }
        }

        checks.ShouldBeGreaterThanOrEqualTo(5 * 2 * pages.Length);
    }

    private static string Time(TextCatalogue texts, TimeSpan time) => time.Ticks % TimeSpan.TicksPerDay == 0
        ? texts.Fill(time.TotalDays == 1 ? "page.time.day" : "page.time.days", ("count", $"{time.TotalDays}"))
        : texts.Fill("page.time.minutes", ("count", $"{time.TotalMinutes}"));

    [GeneratedRegex(@"[\u00a0\u202f]")]
    private static partial Regex Plain();
}
