using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Darkroom.Finance;

namespace Darkroom.Gateway.Finance;

/// <summary>
/// How a line of the books is written in an export, over HTTP and on the command line, and read back to go on after it. Each line ends with its
/// cursor. Immutable.
/// </summary>
public abstract class LineFormat
{
    /// <summary>Every format, by name.</summary>
    public static IReadOnlyDictionary<string, LineFormat> All { get; } = new Dictionary<string, LineFormat>(StringComparer.Ordinal)
    {
        ["csv"] = new CsvLines(),
        ["jsonl"] = new JsonLines(),
    };

    /// <summary>As in an address, in a command and in the name of a file: <c>csv</c> (RFC 4180 with a heading) or <c>jsonl</c> (a JSON object a line).</summary>
    public abstract string Name { get; }

    /// <summary>The content type.</summary>
    public abstract string MediaType { get; }

    /// <summary>The first line of a file; null for none.</summary>
    public abstract string? Heading { get; }

    /// <summary>The line, without its end.</summary>
    public abstract string Write(LedgerLine line);

    /// <summary>Where the line stands in the books; null when it is none of ours.</summary>
    public abstract LedgerCursor? Place(string line);

    /// <summary>Whether a first line that was broken off can have been one of an export.</summary>
    public bool CouldBegin(string line) => First.StartsWith(line, StringComparison.Ordinal) || (Heading is null && line.StartsWith(First, StringComparison.Ordinal));

    /// <summary>With what every file begins.</summary>
    protected abstract string First { get; }

    private sealed class JsonLines : LineFormat
    {
        // As in the rest of the API: camelCase, RFC 3339; letters beyond ASCII stay readable.
        private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public override string Name => "jsonl";

        public override string MediaType => "application/jsonl";

        public override string? Heading => null;

        protected override string First => "{\"at\":\"";

        public override string Write(LedgerLine line) => JsonSerializer.Serialize(
            new { line.At, line.Wallet, line.Sequence, line.Leg, line.Operation, line.Kind, line.Asset, line.Source, line.Target, line.Lot, line.Amount, Cursor = line.LineCursor.ToString() }, s_json);

        public override LedgerCursor? Place(string line)
        {
            try
            {
                var read = JsonSerializer.Deserialize<Start>(line, s_json);
                return read?.Wallet is null ? null : new LedgerCursor(read.At, read.Wallet, read.Sequence);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        private sealed record Start(DateTimeOffset At, string? Wallet, long Sequence);
    }

    private sealed class CsvLines : LineFormat
    {
        private static readonly string[] s_heads = ["at", "wallet", "sequence", "leg", "operation", "kind", "asset", "source", "target", "lot", "amount", "cursor"];
        private static readonly CsvWriterOptions s_options = CsvWriterOptions.Default with { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

        public override string Name => "csv";

        public override string MediaType => "text/csv";

        public override string Heading => string.Join(',', s_heads);

        protected override string First => Heading;

        public override string Write(LedgerLine line)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            using (var csv = CsvWriter.Create(text, s_options, leaveOpen: true))
            {
                csv.WriteField(line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                csv.WriteField(line.Wallet);
                csv.WriteField(line.Sequence);
                csv.WriteField(line.Leg);
                csv.WriteField(line.Operation);
                csv.WriteField(line.Kind);
                csv.WriteField(line.Asset);
                csv.WriteField(line.Source);
                csv.WriteField(line.Target);
                csv.WriteField(line.Lot);
                csv.WriteField(line.Amount);
                csv.WriteField(line.LineCursor.ToString());
                csv.EndRecord();
            }

            return text.ToString().TrimEnd('\n');
        }

        // The first three fields are ours and never quoted.
        public override LedgerCursor? Place(string line) => line.Split(',', 4) is [var time, var wallet, var number, _]
            && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? new LedgerCursor(at, wallet, sequence)
                : null;
    }
}
