using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Darkroom.ClusterTest.Load;

/// <summary>The mail folders of all silos, below their data folders, read once each time somebody waits for a code. Thread-safe.</summary>
internal sealed partial class Mailboxes(IReadOnlyList<string> dataFolders)
{
    private readonly ConcurrentDictionary<string, (string File, string Code)> newest = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> read = [];

    /// <summary>Waits for a code that is not <paramref name="used"/>; null when none comes in time.</summary>
    public async Task<string?> Newest(string email, string used, TimeSpan patience, CancellationToken stop)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience; await Task.Delay(100, stop))
        {
            ReadNew();
            if (newest.TryGetValue(email, out var mail) && mail.Code != used)
            {
                return mail.Code;
            }
        }

        return null;
    }

    private void ReadNew()
    {
        lock (read)
        {
            foreach (var path in dataFolders.Select(folder => Path.Combine(folder, "mail")).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.eml")))
            {
                var file = Path.GetFileName(path);
                if (!read.Add(path))
                {
                    continue;
                }

                var text = File.ReadAllText(path);
                if (Recipient().Match(text) is { Success: true } to && CodeLine().Match(text) is { Success: true } code)
                {
                    // Names begin with their time.
                    newest.AddOrUpdate(to.Groups[1].Value, (file, code.Groups[1].Value),
                        (_, known) => string.CompareOrdinal(file, known.File) > 0 ? (file, code.Groups[1].Value) : known);
                }
            }
        }
    }

    [GeneratedRegex(@"^To: .*?([^\s<>]+@[^\s<>]+)", RegexOptions.Multiline)]
    private static partial Regex Recipient();

    [GeneratedRegex(@"^Code: (\d{6})\s*$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();
}
