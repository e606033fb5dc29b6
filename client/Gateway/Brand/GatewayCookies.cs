using Darkroom.Accounts;
using Darkroom.Brands;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Pages;

namespace Darkroom.Gateway.Brand;

/// <summary>The cookies that the gateway sets, whatever brand it speaks for.</summary>
public static class GatewayCookies
{
    private static readonly (string Name, TimeSpan Stays)[] s_all = [(SessionCookie.PlainName, CookieSession.Longest), (Visit.LanguageCookie, Visit.LanguageCookieStays)];

    /// <summary>What a brand's file leaves out about them: a cookie that nobody was told of must not be set.</summary>
    /// <returns>One line each: JSON path, what is wrong, what to do.</returns>
    public static IEnumerable<string> Untold(BrandPolicy brand)
    {
        foreach (var (name, stays) in s_all)
        {
            if (brand.Privacy.Cookies.FirstOrDefault(cookie => cookie.Name == name) is not { } told)
                yield return $"$.cookies: '{name}' is set and not listed; list it.";
            else if (told.Longest < stays || !told.IsEssential)
                yield return FormattableString.Invariant($"$.cookies: '{name}' is essential and stays up to {stays.TotalDays} days; say so.");
        }
    }
}
