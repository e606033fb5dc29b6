using System.Globalization;
using Darkroom.Brands;

namespace Darkroom.Gateway.Pages;

/// <summary>A brand's look as a style sheet over <c>site.css</c>.</summary>
internal static class Colours
{
    /// <summary>The style sheet.</summary>
    public static string Of(BrandLook look) =>
        string.Create(CultureInfo.InvariantCulture, $":root {{ --accent: {look.Accent}; --on-accent: {look.OnAccent}; --radius: {look.Radius}px; }}\n");

    /// <summary>Its address, which changes with it: browsers may keep what they have.</summary>
    public static string Url(BrandLook look) =>
        string.Create(CultureInfo.InvariantCulture, $"/assets/brand.css?v={look.Accent[1..]}{look.OnAccent[1..]}{look.Radius}");
}
