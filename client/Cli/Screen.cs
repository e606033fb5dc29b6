using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Darkroom.Cli;

/// <summary>Where a command speaks: lines and tables for people, one JSON document for programs.</summary>
internal sealed class Screen(TextWriter output, TextWriter error)
{
    /// <summary>As in the HTTP API: camelCase, RFC 3339.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions s_indented = new(Json) { WriteIndented = true };

    public TextWriter Output => output;

    public Task Say(string line) => output.WriteLineAsync(line);

    /// <summary>What is not the answer itself: where to go on, what was left out.</summary>
    public Task Note(string line) => error.WriteLineAsync(line);

    public Task Document(object value) => output.WriteLineAsync(JsonSerializer.Serialize(value, s_indented));

    /// <summary>Columns as wide as their widest cell; numbers to the right.</summary>
    public async Task Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var cells = rows.Select(row => row.Select(Text).ToArray()).ToArray();
        var isNumber = heads.Select((_, i) => cells.Length > 0 && cells.All(row => long.TryParse(row[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))).ToArray();
        var widths = heads.Select((head, i) => Math.Max(head.Length, cells.Select(row => row[i].Length).DefaultIfEmpty().Max())).ToArray();
        foreach (var row in cells.Prepend([.. heads]))
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, i) => isNumber[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
