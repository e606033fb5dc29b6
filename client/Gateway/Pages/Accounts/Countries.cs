using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Darkroom.Accounts;
using Darkroom.Texts;

namespace Darkroom.Gateway.Pages;

/// <summary>Countries under the names that a reader knows them by: from files beside the pages, because the framework tells each only in its own language.</summary>
internal static class Countries
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, string>> s_names = new(StringComparer.Ordinal);

    /// <summary>ISO 3166-1 alpha-2 codes and names in the reader's language, in the order of the reader's alphabet.</summary>
    public static IEnumerable<(string Code, string Name)> In(TextCatalogue texts) => Country.All.Select(code => (Code: code, Name: Name(code, texts)))
        .OrderBy(country => country.Name, StringComparer.Create(CultureInfo.GetCultureInfo(texts.Language), ignoreCase: true));

    /// <summary>The name of one.</summary>
    public static string Name(string code, TextCatalogue texts) => s_names.GetOrAdd(texts.Language, Read)[code];

    private static Dictionary<string, string> Read(string language)
    {
        using var stream = typeof(Countries).Assembly.GetManifestResourceStream($"countries/{language}.json")
            ?? throw new KeyNotFoundException($"There are no names of countries in '{language}'.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream, JsonSerializerOptions.Strict)!;
    }

    /// <summary>The country that a language most likely means.</summary>
    public static string Guess(CultureInfo culture) =>
        new RegionInfo(CultureInfo.CreateSpecificCulture(culture.Name).Name).TwoLetterISORegionName;
}
