using System.Globalization;
using System.Text;

namespace Darkroom.Mail;

/// <summary>
/// Writes a message as RFC 5322 with MIME parts. MimeKit does this and far more, but not every package registry carries it
/// and a text with an HTML alternative needs little. Lines end as files on this system do, as in a Maildir.
/// </summary>
internal static class MimeText
{
    private const int LongestLine = 998;
    private const int BytesPerEncodedWord = 45;

    /// <summary>The message as a file.</summary>
    /// <param name="id">Unique; names the message and separates its parts.</param>
    public static string Write(MailMessage message, DateTimeOffset now, string id)
    {
        var domain = message.From[(message.From.LastIndexOf('@') + 1)..];
        var file = new StringBuilder()
            .Append("From: ").Append(Address(message.From)).Append('\n')
            .Append("To: ").Append(Address(message.To)).Append('\n')
            .Append("Subject: ").Append(EncodedWords(message.Subject)).Append('\n')
            .Append("Date: ").Append(now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)).Append('\n')
            .Append("Message-ID: <").Append(id).Append('@').Append(domain).Append(">\n")
            .Append("Auto-Submitted: auto-generated\n")
            .Append("MIME-Version: 1.0\n");
        if (message.Html is null)
        {
            AddPart(file, "plain", message.Text);
            return file.ToString();
        }

        file.Append("Content-Type: multipart/alternative; boundary=\"=_").Append(id).Append("\"\n\n");
        foreach (var (subtype, content) in new[] { ("plain", message.Text), ("html", message.Html) })
        {
            file.Append("--=_").Append(id).Append('\n');
            AddPart(file, subtype, content);
        }

        return file.Append("--=_").Append(id).Append("--\n").ToString();
    }

    private static void AddPart(StringBuilder file, string subtype, string content)
    {
        content = content.ReplaceLineEndings("\n");
        content = content.EndsWith('\n') ? content : content + "\n";
        // Readable as it stands wherever the standard allows it: developers and scripts look for the code in it.
        var plain = content.Split('\n').All(line => Encoding.UTF8.GetByteCount(line) <= LongestLine);
        file.Append("Content-Type: text/").Append(subtype).Append("; charset=utf-8\nContent-Transfer-Encoding: ")
            .Append(plain ? "8bit" : "base64").Append("\n\n")
            .Append(plain ? content : Convert.ToBase64String(Encoding.UTF8.GetBytes(content), Base64FormattingOptions.InsertLineBreaks)
                .ReplaceLineEndings("\n") + "\n");
    }

    /// <summary>A bare address; anything that could begin another header is a fault of the caller.</summary>
    private static string Address(string address) => address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';')
        ? throw new ArgumentException("This is not one bare e-mail address.", nameof(address))
        : address;

    /// <summary>RFC 2047, whole characters to a word; plain ASCII stays as it is.</summary>
    private static string EncodedWords(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~') && text.Length <= 200 && !text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > BytesPerEncodedWord)
            {
                words.Add(Word(word));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(Word(word));
        return string.Join("\n ", words);

        static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";
    }
}
