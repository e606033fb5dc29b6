using System.Globalization;
using Darkroom.Brands;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Prices;
using Darkroom.Texts;
using Darkroom.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Pages;

/// <summary>What every page needs to know about a request: whose site it is, who reads it, and in which language.</summary>
/// <param name="Brand">The brand's policy, as enforced now.</param>
/// <param name="Texts">The texts in the reader's language.</param>
/// <param name="Caller">Who is signed in by a cookie, or null.</param>
/// <param name="Antiforgery">The token for this page's forms and scripts; null for strangers.</param>
/// <param name="Path">Path and query of the request, to come back to.</param>
public sealed record Visit(BrandPolicy Brand, TextCatalogue Texts, Caller? Caller, string? Antiforgery, string Path)
{
    /// <summary>The cookie that remembers a chosen language; a preference that its reader asked for.</summary>
    public const string LanguageCookie = "darkroom-language";

    /// <summary>How long a browser keeps it.</summary>
    public static readonly TimeSpan LanguageCookieStays = TimeSpan.FromDays(365);

    /// <summary>How dates and numbers are written: as where most readers of the language live (nb-NO, da-DK, sv-SE).</summary>
    public CultureInfo Culture { get; } = CultureInfo.CreateSpecificCulture(Texts.Language);

    /// <summary>A text of the area <c>page</c>, with its values filled in.</summary>
    public string T(string key, params ReadOnlySpan<(string Name, string Value)> values) => Texts.Fill($"page.{key}", values);

    /// <summary>A text of the area <c>policy</c>, by its whole key, with its values filled in.</summary>
    public string Policy(string key, params ReadOnlySpan<(string Name, string Value)> values) => Texts.Fill(key, values);

    /// <summary>A text of the area <c>page</c>, or something else when there is none under this key.</summary>
    public string T(string key, string otherwise) => Texts.Has($"page.{key}") ? Texts[$"page.{key}"] : otherwise;

    /// <summary>A count of credits in words.</summary>
    public string Credits(long count) => T(count == 1 ? "credit" : "credits", ("count", count.ToString("N0", Culture)));

    /// <summary>A price in words: '4 credits', or '4 to 6 credits' where it is not known yet.</summary>
    public string Price(PriceRange range) => range.IsFixed
        ? Credits(range.From)
        : T("credits.range", ("from", range.From.ToString("N0", Culture)), ("to", range.To.ToString("N0", Culture)));

    /// <summary>What a job of a tool can cost as long as nothing is known of its pictures.</summary>
    public PriceRange PriceOf(Tool tool) =>
        Brand.Tools[tool.Name].Price.Possible([], tool.MinimumInputs, tool.MaximumInputs, Brand.Uploads.LargestPicture);

    /// <summary>Reads the request.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context)
    {
        var brand = context.Brand();
        var catalogues = context.RequestServices.GetRequiredService<TextCatalogues>();
        var wished = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(one => one.Quality ?? 1)
            .Select(one => one.Value.ToString()).Take(10).Prepend(context.Request.Cookies[LanguageCookie]);
        return new(new Visit(
            brand, catalogues[brand.Speaks(wished)], context.Caller(), AntiforgeryToken.For(context),
            context.Request.Path + context.Request.QueryString));
    }
}
