using System.Globalization;
using Darkroom.Brands;

namespace Darkroom.Gateway.Pages;

/// <summary>A brand's look as a style sheet over <c>site.css</c>.</summary>
internal static class Colours
{
    /// <summary>The style sheet.</summary>
    public static string Of(BrandLook look) =>
        string.Create(CultureInfo.InvariantCulture, $":root {{ --accent: {look.Accent}; --on-accent: {look.OnAccent}; --radius: {look.Radius}px; }}\n");

    /// <summary>Its address, which changes with it, so that browsers may keep what they have. The brand in it counts on a developer's machine, where one host serves all.</summary>
    public static string Url(BrandPolicy brand) => string.Create(
        CultureInfo.InvariantCulture, $"/assets/brand.css?brand={brand.Id}&v={brand.Look.Accent[1..]}{brand.Look.OnAccent[1..]}{brand.Look.Radius}");
}
