using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Darkroom.Mail;

/// <summary>Where mails are handed over.</summary>
/// <param name="Port">587 unless said otherwise.</param>
/// <param name="Tls">STARTTLS before anything is said. Only a server on this machine should do without.</param>
public sealed record SmtpSettings(string Host, int Port, bool Tls, string? User, string? Password)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>
/// Hands messages to an SMTP server, a connection each. MailKit is the better client (connections that stay, OAuth), but
/// not every package registry carries it; the framework's own does STARTTLS and passwords. Thread-safe.
/// </summary>
public sealed class SmtpSender(SmtpSettings settings) : IMailSender
{
    /// <inheritdoc/>
    /// <exception cref="SmtpException">The server was not reached, or refused.</exception>
    public async Task Send(MailMessage message, CancellationToken cancellation)
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is not null)
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        using var mail = new System.Net.Mail.MailMessage(message.From, message.To)
        {
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = Lines(message.Text),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.Html is not null)
        {
            var html = AlternateView.CreateAlternateViewFromString(Lines(message.Html), Encoding.UTF8, MediaTypeNames.Text.Html);
            html.TransferEncoding = TransferEncoding.QuotedPrintable;
            mail.AlternateViews.Add(html);
        }

        await client.SendMailAsync(mail, cancellation);
    }

    /// <summary>Lines of a mail end with CR and LF (RFC 5322, 2.3); the framework would encode a lone LF as a character.</summary>
    private static string Lines(string text) => text.ReplaceLineEndings("\r\n");
}
