using System.Text.RegularExpressions;

namespace Darkroom.Gateway.Tests.Texts;

/// <summary>Tells four close languages apart by words that only one of them has, and by their letters.</summary>
internal static partial class Wording
{
    private static readonly Dictionary<string, string[]> Own = new()
    {
        ["da"] = ["af", "billede", "billeder", "billederne", "billedet", "blive", "bliver", "brug", "bruges", "endnu", "færdig", "færdigt", "gemmer",
            "gemt", "gælder", "hvad", "højst", "kun", "nogen", "noget", "nøgle", "oplysninger", "slet", "tilbage", "uden", "vælg", "væk"],
        ["en"] = ["an", "and", "are", "has", "is", "it", "jobs", "not", "of", "picture", "pictures", "than", "that", "the", "this", "was", "with", "you", "your"],
        ["nb"] = ["bilde", "bildene", "bildet", "ble", "bruk", "brukes", "deg", "ennå", "ferdig", "gjelder", "hva", "høyst", "lagre", "lagret", "lagres", "logg", "meg",
            "noe", "noen", "nøkkel", "opplysningene", "opplysninger", "slett", "tilbake", "uten", "velg"],
        ["sv"] = ["att", "bild", "bilden", "dina", "från", "för", "högst", "inte", "krediter", "logga", "något", "någon", "nyckel", "när", "och",
            "spara", "sparas", "utan", "är"],
    };

    private static readonly Dictionary<string, string> Letters = new() { ["da"] = "æø", ["nb"] = "æø", ["sv"] = "äö", ["en"] = "" };

    /// <summary>How many of a language's own words a text has.</summary>
    public static int OwnTo(string language, string text) => Words(text).Count(Own[language].Contains);

    /// <summary>Words and letters of a text that its language does not have but another one does.</summary>
    public static IReadOnlyList<string> ForeignTo(string language, string text)
    {
        var foreign = Own.Where(one => one.Key != language).SelectMany(one => one.Value).ToHashSet(StringComparer.Ordinal);
        var letters = Letters.Values.SelectMany(letter => letter).Append('å').Except(Letters[language]).Except(language == "en" ? "" : "å");
        var words = Words(text).ToList();
        return [.. words.Where(word => foreign.Contains(word)), .. words.Where(word => word.IndexOfAny([.. letters]) >= 0)];
    }

    /// <summary>The words of a text in lower case, without what is filled in.</summary>
    public static IEnumerable<string> Words(string text) => Word().Matches(Placeholder().Replace(text, " ").ToLowerInvariant()).Select(match => match.Value);

    /// <summary>What is filled in, in alphabetical order.</summary>
    public static IReadOnlyList<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
