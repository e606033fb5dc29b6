using System.Globalization;
using Darkroom.Accounts;
using Darkroom.Texts;

namespace Darkroom.Gateway.Pages;

/// <summary>Countries under the names that a reader knows them by: from the catalogue, because the framework tells each only in its own language.</summary>
internal static class Countries
{
    /// <summary>ISO 3166-1 alpha-2 codes and names in the reader's language, in the order of the reader's alphabet.</summary>
    public static IEnumerable<(string Code, string Name)> In(TextCatalogue texts) => Country.All.Select(code => (Code: code, Name: Name(code, texts)))
        .OrderBy(country => country.Name, StringComparer.Create(CultureInfo.GetCultureInfo(texts.Language), ignoreCase: true));

    /// <summary>The name of one.</summary>
    public static string Name(string code, TextCatalogue texts) => texts[$"country.{code}"];

    /// <summary>The country that a language most likely means.</summary>
    public static string Guess(CultureInfo culture) =>
        new RegionInfo(CultureInfo.CreateSpecificCulture(culture.Name).Name).TwoLetterISORegionName;
}
