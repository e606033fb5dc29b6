namespace Darkroom.Mail;

/// <summary>Hands a message to the outside: an SMTP server, or a folder of .eml files. Thread-safe.</summary>
public interface IMailSender
{
    /// <summary>Sends, or throws; the caller retries.</summary>
    Task Send(MailMessage message, CancellationToken cancellation);
}

/// <summary>A plain-text message with an optional HTML part.</summary>
/// <param name="From">The brand's sender address.</param>
/// <param name="Text">The text part; a one-time code stands on a line of its own as <c>Code: 123456</c>.</param>
public sealed record MailMessage(string From, string To, string Subject, string Text, string? Html);
