using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Darkroom.Imaging.Pool;

/// <summary>Passes a child's log lines on to the parent's log.</summary>
internal static class ChildOutput
{
    // What a library prints by itself may be long and is never needed whole.
    private const int LongestLine = 2000;

    public static async Task Forward(TextReader lines, int processId, ILogger logger)
    {
        try
        {
            while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line) Pass(line, processId, logger);
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // The pipe broke with its process.
        }
    }

    private static void Pass(string line, int processId, ILogger logger)
    {
        if (line.Length > LongestLine) line = line[..LongestLine];
        if (Parse(line) is not { } entry) PoolLog.ChildPrinted(logger, processId, line);
        else if (entry.Level == "error") PoolLog.ChildFailed(logger, entry.Id, processId, entry.Message);
        else PoolLog.ChildSaid(logger, entry.Id, processId, entry.Message);
    }

    private static (string Level, string Id, string Message)? Parse(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(line);
            return fields is not null && fields.TryGetValue("level", out var level) && fields.TryGetValue("id", out var id)
                && fields.TryGetValue("message", out var message) ? (level, id, message) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
