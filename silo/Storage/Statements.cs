using System.Collections.Concurrent;
using System.Text;

namespace Darkroom.Storage;

/// <summary>
/// SQL texts of one capability in one dialect, from an embedded file in which each text follows a line <c>-- name: …</c>. Immutable.
/// </summary>
public sealed class Statements
{
    private const string Heading = "-- name:";
    private static readonly ConcurrentDictionary<string, Statements> Loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts;
    private readonly string file;

    private Statements(string file, Dictionary<string, string> texts) => (this.file, this.texts) = (file, texts);

    /// <summary>The text with this name.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such text.</exception>
    public string this[string name] =>
        texts.TryGetValue(name, out var text) ? text : throw new KeyNotFoundException($"{file} has no statement named '{name}'.");

    internal static Statements Load(string file) => Loaded.GetOrAdd(file, static name => Parse(name, SqlFiles.Read(name)));

    internal static Statements Parse(string file, string content)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string? name = null;
        var text = new StringBuilder();
        foreach (var line in content.Split('\n'))
        {
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                Keep();
                name = line[Heading.Length..].Trim();
            }
            else if (name is not null)
            {
                text.Append(line).Append('\n');
            }
        }

        Keep();
        return new Statements(file, texts);

        void Keep()
        {
            if (name is not null && !texts.TryAdd(name, text.ToString().Trim()))
            {
                throw new FormatException($"{file} has two statements named '{name}'.");
            }

            text.Clear();
        }
    }
}
