using System.Globalization;
using Darkroom.Accounts;

namespace Darkroom.Gateway.Pages;

/// <summary>Countries to choose from, under the names that the framework's culture data gives them.</summary>
internal static class Countries
{
    /// <summary>ISO 3166-1 alpha-2 codes and names in the reader's language, in the order of the reader's alphabet.</summary>
    public static IEnumerable<(string Code, string Name)> In(CultureInfo culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = culture; // RegionInfo.DisplayName has no other way to ask for a language.
        try
        {
            return Country.All.Select(code => (Code: code, Name: Name(code)))
                .OrderBy(country => country.Name, StringComparer.Create(culture, ignoreCase: true)).ToList();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>The country that a language most likely means.</summary>
    public static string Guess(CultureInfo culture) =>
        new RegionInfo(CultureInfo.CreateSpecificCulture(culture.Name).Name).TwoLetterISORegionName;

    private static string Name(string code)
    {
        try
        {
            return new RegionInfo(code).DisplayName;
        }
        catch (ArgumentException)
        {
            return code; // The culture data does not know every code; the list must not shrink for it.
        }
    }
}
