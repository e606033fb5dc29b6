using System.Globalization;
using System.Text;
using Darkroom.Finance;
using Darkroom.Gateway.Finance;
using Darkroom.Storage.Finance;

namespace Darkroom.Cli.Ledger;

/// <summary>An export in a file: what is in it is flushed page by page, so that one that was broken off goes on at its end.</summary>
internal static class ExportFile
{
    private const int Operations = 500;
    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the window.</summary>
    /// <param name="resume">Whether to go on at the end of a file that is there.</param>
    /// <returns>What was done, in words.</returns>
    /// <exception cref="IOException">There is a file already, or it is no export that could be gone on with.</exception>
    public static async Task<string> Write(
        LedgerExport export, string path, bool resume, LineFormat format, LedgerCursor begin, DateTimeOffset until, CancellationToken stop)
    {
        if (File.Exists(path) && !resume)
            throw new IOException($"There is a file {path} already: name another one, or say --resume to go on at its end.");
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var after = file.Length == 0 ? null : await CutAtLastWhole(file, path, format, stop);
        await using var writer = new StreamWriter(file, s_text);
        if (file.Position == 0 && format.Heading is { } heading)
            await writer.WriteAsync(heading + "\n");
        var lines = await Copy(writer, export, format, after ?? begin, until, stop);
        return string.Create(CultureInfo.InvariantCulture, $"{lines} lines {(after is null ? "written" : "added")} to {path}.");
    }

    /// <summary>Writes the window to a stream that nobody goes on with.</summary>
    public static async Task WriteTo(TextWriter writer, LedgerExport export, LineFormat format, LedgerCursor begin, DateTimeOffset until, CancellationToken stop)
    {
        if (format.Heading is { } heading)
            await writer.WriteAsync(heading + "\n");
        await Copy(writer, export, format, begin, until, stop);
    }

    private static async Task<long> Copy(TextWriter writer, LedgerExport export, LineFormat format, LedgerCursor after, DateTimeOffset until, CancellationToken stop)
    {
        var lines = 0L;
        for (var page = await export.Page(after, until, Operations, stop); page.Count > 0; page = await export.Page(after, until, Operations, stop))
        {
            foreach (var line in page)
            {
                await writer.WriteAsync(format.Write(line) + "\n");
            }

            await writer.FlushAsync(stop);
            lines += page.Count;
            after = page[^1].Cursor;
        }

        return lines;
    }

    /// <summary>
    /// Cuts the file after the last operation that is surely whole, which is the one before the last: of the last one lines may be missing.
    /// Reads the file once, in bounded memory.
    /// </summary>
    /// <returns>Where to go on; null for the beginning.</returns>
    private static async Task<LedgerCursor?> CutAtLastWhole(FileStream file, string path, LineFormat format, CancellationToken stop)
    {
        using var reader = new StreamReader(file, s_text, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        LedgerCursor? whole = null, open = null;
        long position = 0, keep = 0;
        for (var number = 1; await reader.ReadLineAsync(stop) is { } line; number++)
        {
            var start = position;
            position += s_text.GetByteCount(line) + 1;
            if (number == 1 && line == format.Heading && position <= file.Length)
            {
                keep = position;
                continue;
            }

            // A last line without its end was being written. Anything else that is no line of ours is somebody's file.
            var isWhole = position <= file.Length;
            var place = isWhole && (number > 1 || format.Heading is null) ? format.Place(line) : null;
            if (place is null)
            {
                if (isWhole || (number == 1 && !format.CouldBegin(line)))
                    throw new IOException($"{path} is no export of this format (line {number}); nothing was changed.");
                break;
            }

            if (place != open)
                (whole, open, keep) = (open, place, start);
        }

        file.SetLength(keep);
        file.Position = keep;
        return whole;
    }
}
