using System.Globalization;
using System.Text;

namespace Darkroom.Mail;

/// <summary>
/// Puts each message into a folder as an <c>.eml</c> file, for development and for tests: whole or not at all, readable by
/// its owner only. The folder is no archive: a file goes after a day. Thread-safe.
/// </summary>
/// <param name="folder">Made when it is missing.</param>
public sealed class MailFolder(string folder, TimeProvider time, RandomSource random) : IMailSender
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async Task Send(MailMessage message, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }

        var (now, id) = (time.GetUtcNow(), SortableId.New('m', time, random));
        var name = $"{Stamp(now)}-{id}";
        var draft = Path.Combine(folder, $".{name}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        await using (var file = new FileStream(draft, options))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(MimeText.Write(message, now, id)), cancellation);
        }

        File.Move(draft, Path.Combine(folder, $"{name}.eml"));
        Prune(now);
    }

    /// <summary>Names begin with their time, so that they sort by it.</summary>
    private void Prune(DateTimeOffset now)
    {
        var oldest = Stamp(now - Kept);
        foreach (var path in Directory.EnumerateFiles(folder, "*.eml")
            .Where(path => string.CompareOrdinal(Path.GetFileName(path), oldest) < 0))
        {
            File.Delete(path);
        }
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fff", CultureInfo.InvariantCulture);
}
