using System.Collections.Frozen;
using System.Text;

namespace Darkroom.Texts;

/// <summary>All texts of one language. Thread-safe.</summary>
public sealed class TextCatalogue
{
    private readonly FrozenDictionary<string, string> texts;

    internal TextCatalogue(string language, IReadOnlyDictionary<string, string> texts) =>
        (Language, this.texts) = (language, texts.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The two-letter tag.</summary>
    public string Language { get; }

    /// <summary>The text as it stands in the catalogue, by <c>area.key</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text; the message names it.</exception>
    public string this[string key] => texts.TryGetValue(key, out var text)
        ? text
        : throw new KeyNotFoundException($"There is no text '{key}' in '{Language}'.");

    /// <summary>Every <c>area.key</c>, in no order; the same in every language.</summary>
    public IReadOnlyCollection<string> Keys => texts.Keys;

    /// <summary>Whether there is such a text.</summary>
    public bool Has(string key) => texts.ContainsKey(key);

    /// <summary>The text with every <c>{name}</c> replaced by its value. Values are taken as they are and never searched again.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text, or it asks for a value that is not given.</exception>
    public string Fill(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = this[key];
        var filled = new StringBuilder(text.Length + 64);
        var from = 0;
        while (text.IndexOf('{', from) is >= 0 and var open && text.IndexOf('}', open) is > 0 and var close)
        {
            filled.Append(text, from, open - from).Append(Find(values, text[(open + 1)..close], key));
            from = close + 1;
        }

        return filled.Append(text, from, text.Length - from).ToString();
    }

    private static string Find(ReadOnlySpan<(string Name, string Value)> values, string name, string key)
    {
        foreach (var (known, value) in values)
        {
            if (known == name)
            {
                return value;
            }
        }

        throw new KeyNotFoundException($"The text '{key}' asks for '{name}', which is not given.");
    }
}
