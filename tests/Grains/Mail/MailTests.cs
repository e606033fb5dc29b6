using System.Text;
using Darkroom.Accounts;
using Darkroom.Mail;
using Darkroom.Texts;
using Microsoft.Extensions.Logging.Abstractions;
using static Darkroom.Grains.Tests.Accounts.Samples;

namespace Darkroom.Grains.Tests.Mail;

/// <summary>What people are written, and how it becomes a file.</summary>
public sealed class MailTests : IDisposable
{
    private const string Page = "http://127.0.0.1:8080/sign-in";
    private static readonly AccountLetters Letters = new(TextCatalogues.Load(typeof(TextCatalogues).Assembly));
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("darkroom-mail-").FullName, "mail");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Theory]
    [InlineData("sv")]
    [InlineData("en")]
    public void The_code_stands_on_a_line_of_its_own_in_every_language(string language)
    {
        var mail = Write(new MailboxLetter.WayIn(true, false, "012345", "S3cret"), language);
        mail.Text.Split('\n').ShouldContain("Code: 012345");
        mail.Text.Split('\n').ShouldContain($"{Page}?token=e00.S3cret");
        mail.Html!.ShouldContain($"href=\"{Page}?token=e00.S3cret\"");
        mail.Html!.ShouldContain($"<html lang=\"{language}\">");
    }

    [Fact]
    public void A_mail_says_what_is_true()
    {
        Write(new MailboxLetter.NoAccount(), "en").Text.ShouldContain("has no account");
        Write(new MailboxLetter.NoAccount(), "en").Text.ShouldNotContain("Code:");
        Write(new MailboxLetter.WayIn(false, true, "1", "s"), "en").Text.ShouldContain("It has one already");
        Write(new MailboxLetter.WayIn(false, false, null, "s"), "en").Text.ShouldContain("this mail has none");
    }

    [Fact]
    public void Nothing_that_a_stranger_typed_is_in_a_mail_to_somebody_else()
    {
        var ask = new MailboxAsk("anna@example.org", Anna with { Name = "Visit evil.example" }, "en", Page);
        var mail = Letters.Write(new MailboxLetter.WayIn(true, false, "1", "s"), Brand, ask, "e00");
        (mail.Subject + mail.Text + mail.Html).ShouldNotContain("evil");
    }

    [Fact]
    public async Task A_file_is_a_whole_message_that_only_its_owner_reads()
    {
        await Folder(Noon).Send(Write(new MailboxLetter.WayIn(true, false, "012345", "S"), "sv"), CancellationToken.None);
        var file = Directory.GetFiles(folder).ShouldHaveSingleItem();
        file.ShouldEndWith(".eml");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var lines = await File.ReadAllLinesAsync(file);
        lines.ShouldContain("From: no-reply@nanogpt.localhost");
        lines.ShouldContain("To: anna@example.org");
        lines.ShouldContain("Date: Sun, 01 Mar 2026 12:00:00 +0000");
        lines.ShouldContain("MIME-Version: 1.0");
        lines.ShouldContain("Code: 012345");
        var header = lines.TakeWhile(line => line.Length > 0).ToList();
        header.ShouldAllBe(line => line.All(char.IsAscii) && line.Length < 200);
        Subject(header).ShouldBe("012345 bekräftar ditt konto hos NanoGPT");
        lines.Count(line => line.StartsWith("--=_", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public void Long_and_foreign_subjects_survive_and_cannot_begin_a_header()
    {
        var subject = string.Concat(Enumerable.Repeat("Glömda bilder 📷 ", 20)) + "\r\nBcc: eve@example.org";
        var text = MimeText.Write(new MailMessage("a@b.org", "c@d.org", subject, "text", null), Noon, "m1");
        var header = text.Split("\n\n")[0].Split('\n');
        header.ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.Ordinal));
        Subject(header).ShouldBe(subject);
    }

    [Fact]
    public void A_line_longer_than_the_standard_allows_is_encoded()
    {
        var text = MimeText.Write(new MailMessage("a@b.org", "c@d.org", "s", new string('ö', 600), null), Noon, "m1");
        text.ShouldContain("Content-Transfer-Encoding: base64");
        text.Split('\n').ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 998);
        Should.Throw<ArgumentException>(() => MimeText.Write(new MailMessage("a@b.org", "c@d.org\nBcc: x@y.org", "s", "t", null), Noon, "m1"));
    }

    [Fact]
    public async Task The_folder_is_no_archive()
    {
        var mail = Write(new MailboxLetter.NoAccount(), "sv");
        await Folder(Noon).Send(mail, CancellationToken.None);
        var old = Directory.GetFiles(folder).Single();
        await Folder(Noon.AddDays(1)).Send(mail, CancellationToken.None);
        Directory.GetFiles(folder).Length.ShouldBe(2);
        await Folder(Noon.AddDays(1).AddSeconds(1)).Send(mail, CancellationToken.None);
        File.Exists(old).ShouldBeFalse();
        Directory.GetFiles(folder).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_mail_that_does_not_go_out_at_once_is_tried_again_and_breaks_nothing()
    {
        var sender = new Stubborn(failures: 1);
        using var post = new MailPost(sender, TimeProvider.System, NullLogger<MailPost>.Instance);
        await post.Post(Write(new MailboxLetter.NoAccount(), "sv"));
        await sender.Delivered.Task.WaitAsync(TimeSpan.FromSeconds(60));
        sender.Attempts.ShouldBe(2);

        var hopeless = new Stubborn(failures: int.MaxValue);
        using var other = new MailPost(hopeless, TimeProvider.System, NullLogger<MailPost>.Instance);
        await other.Post(Write(new MailboxLetter.NoAccount(), "sv"));
        await other.StopAsync(CancellationToken.None);
        hopeless.Delivered.Task.IsCompleted.ShouldBeFalse();
    }

    private static MailMessage Write(MailboxLetter letter, string language) =>
        Letters.Write(letter, Brand, new MailboxAsk("anna@example.org", Anna, language, Page), "e00");

    private MailFolder Folder(DateTimeOffset now) => new(folder, new Stopped(now), RandomSource.System);

    private static string Subject(IEnumerable<string> header)
    {
        var folded = header.SkipWhile(line => !line.StartsWith("Subject: ", StringComparison.Ordinal)).ToList();
        var words = folded.Take(1 + folded.Skip(1).TakeWhile(line => line.StartsWith(' ')).Count())
            .Select(line => line.Replace("Subject: ", "", StringComparison.Ordinal).Trim());
        return string.Concat(words.Select(word => word.StartsWith("=?utf-8?B?", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word[10..^2])) : word));
    }

    private sealed class Stopped(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Stubborn(int failures) : IMailSender
    {
        public int Attempts { get; private set; }

        public TaskCompletionSource Delivered { get; } = new();

        public Task Send(MailMessage message, CancellationToken cancellation)
        {
            if (++Attempts <= failures)
            {
                throw new IOException("The other side is away.");
            }

            Delivered.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
