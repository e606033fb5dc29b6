using System.Text.RegularExpressions;

namespace Darkroom.Accounts;

/// <summary>
/// The token in a mailed link: the mailbox's keyed digest, a dot, the secret. The digest says nothing to anybody without
/// the master key. Opening the link must not use it up, because mail scanners open links too: only a POST does.
/// </summary>
/// <param name="Mailbox">As in <see cref="GrainKeys.Mailbox"/>.</param>
/// <param name="Secret">Base64url of 256 random bits.</param>
internal sealed partial record LinkToken(string Mailbox, string Secret)
{
    public static bool TryParse(string text, out LinkToken token)
    {
        token = null!;
        if (!Form().IsMatch(text))
        {
            return false;
        }

        var dot = text.IndexOf('.');
        token = new LinkToken(text[..dot], text[(dot + 1)..]);
        return true;
    }

    /// <summary>What goes into the link. Every character is safe in a query.</summary>
    public override string ToString() => $"{Mailbox}.{Secret}";

    [GeneratedRegex(@"\Ae[0-9a-f]{64}\.[A-Za-z0-9_-]{43}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
