using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Darkroom.Texts;

/// <summary>
/// Everything that people read, by language. A catalogue is an embedded resource <c>texts/AREA.LANG.json</c>: one flat
/// object of key to text, with <c>{name}</c> for what is filled in. A language is added by adding files. Thread-safe.
/// </summary>
public sealed class TextCatalogues
{
    private const string Prefix = "texts/";
    private readonly FrozenDictionary<string, TextCatalogue> byLanguage;

    private TextCatalogues(FrozenDictionary<string, TextCatalogue> byLanguage) => this.byLanguage = byLanguage;

    /// <summary>Tags of the languages there are, in alphabetical order.</summary>
    public IReadOnlyList<string> Languages => [.. byLanguage.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The texts of a language (two-letter tag).</summary>
    /// <exception cref="KeyNotFoundException">There is no such language; see <see cref="Languages"/>.</exception>
    public TextCatalogue this[string language] => byLanguage[language];

    /// <summary>Reads the catalogues embedded in these assemblies.</summary>
    /// <exception cref="InvalidDataException">
    /// A file is malformed, a key comes twice, or one language lacks a key that another has: found at start rather than by a reader.
    /// </exception>
    public static TextCatalogues Load(params IEnumerable<Assembly> assemblies)
    {
        var texts = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (assembly, resource) in assemblies.Distinct().SelectMany(assembly => assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => (assembly, name))))
        {
            var parts = resource[Prefix.Length..].Split('.');
            if (parts is not [var area, { Length: 2 } language, "json"])
            {
                throw new InvalidDataException($"{resource}: a catalogue is named AREA.LANG.json.");
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            var into = texts.TryGetValue(language, out var known) ? known : texts[language] = new(StringComparer.Ordinal);
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream, JsonSerializerOptions.Strict)!)
            {
                if (!into.TryAdd($"{area}.{key}", text))
                {
                    throw new InvalidDataException($"{resource}: '{key}' is there already.");
                }
            }
        }

        foreach (var (language, own) in texts)
        {
            var missing = texts.Values.SelectMany(other => other.Keys).Distinct().Except(own.Keys).ToList();
            if (missing.Count > 0)
            {
                throw new InvalidDataException($"The language '{language}' lacks: {string.Join(", ", missing)}.");
            }
        }

        return new TextCatalogues(texts.ToFrozenDictionary(pair => pair.Key, pair => new TextCatalogue(pair.Key, pair.Value), StringComparer.OrdinalIgnoreCase));
    }
}
