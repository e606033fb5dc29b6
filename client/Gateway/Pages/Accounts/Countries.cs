using System.Globalization;

namespace Darkroom.Gateway.Pages;

/// <summary>Countries to choose from, by the names that the framework's culture data gives them.</summary>
internal static class Countries
{
    private static readonly string[] Codes =
    [
        .. CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => culture.Name.Split('-')[^1]).Where(code => code.Length == 2 && char.IsAsciiLetterUpper(code[0]))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>ISO 3166-1 alpha-2 codes and names, in the order of the reader's alphabet. Names are in the reader's language where the system's data has them.</summary>
    public static IEnumerable<(string Code, string Name)> In(CultureInfo culture) =>
        Codes.Select(code => (code, Name(code, culture))).OrderBy(country => country.Item2, StringComparer.Create(culture, ignoreCase: true));

    /// <summary>The country that a language most likely means.</summary>
    public static string Guess(CultureInfo culture) =>
        new RegionInfo(CultureInfo.CreateSpecificCulture(culture.Name).Name).TwoLetterISORegionName;

    private static string Name(string code, CultureInfo culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = culture; // RegionInfo.DisplayName has no other way to ask for a language.
        try
        {
            return new RegionInfo(code).DisplayName;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
