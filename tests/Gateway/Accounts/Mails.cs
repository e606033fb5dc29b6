using System.Text.RegularExpressions;

namespace Darkroom.Gateway.Tests.Accounts;

/// <summary>The mails that an address got, as a person reads them.</summary>
internal static partial class Mails
{
    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<Mail> MailsTo(this DarkroomServer server, string email)
    {
        var folder = Path.Combine(server.DataFolder, "mail");
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)
            .Where(text => text.Contains($"\nTo: {email}\n", StringComparison.OrdinalIgnoreCase))
            .Select(text => new Mail(text, Group(CodeLine().Match(text)), Group(Token().Match(text))))];
    }

    public static Mail NewestMailTo(this DarkroomServer server, string email) => server.MailsTo(email)[^1];

    private static string? Group(Match match) => match.Success ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^Code: (\d{6})$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"/sign-in\?(?:brand=[a-z]+&)?token=([^\s""&]+)")]
    private static partial Regex Token();

    /// <param name="Code">Null when the mail has none.</param>
    /// <param name="Link">The token of the link; null when the mail has none.</param>
    public sealed record Mail(string Text, string? Code, string? Link);
}
