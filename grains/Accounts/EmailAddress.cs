using System.Globalization;
using System.Text.RegularExpressions;

namespace Darkroom.Accounts;

/// <summary>An address that a mail can be sent to. Personal data: never a key, never logged.</summary>
public sealed partial record EmailAddress
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string local, string domain) => (Local, Domain) = (local, domain);

    private string Local { get; }

    private string Domain { get; }

    /// <summary>As mails are addressed: the local part as it was written, the domain in its ASCII form.</summary>
    public string Address => $"{Local}@{Domain}";

    /// <summary>
    /// What makes two spellings the same mailbox: all lower case. Dots and plus signs stay, because only some
    /// providers ignore them and guessing wrong would hand one person's account to another.
    /// </summary>
    public string Normalized => Address.ToLowerInvariant();

    /// <summary>Reads what a person typed; false when no mail could go there.</summary>
    public static bool TryParse(string? text, out EmailAddress address)
    {
        address = null!;
        text = text?.Trim();
        var at = text?.LastIndexOf('@') ?? -1;
        if (text is not { Length: <= 254 } || at < 1 || at > 64 || !LocalPart().IsMatch(text.AsSpan(0, at)))
        {
            return false;
        }

        try
        {
            var domain = Idn.GetAscii(text[(at + 1)..]).ToLowerInvariant();
            if (domain.Length > 253 || !DomainName().IsMatch(domain))
            {
                return false;
            }

            address = new EmailAddress(text[..at], domain);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Says nothing, so that an address cannot slip into a log.</summary>
    public override string ToString() => "(an e-mail address)";

    // Unquoted local parts of RFC 5321 section 4.1.2; quoted and non-ASCII ones reach few servers, and a mail that
    // cannot arrive cannot confirm anything.
    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LocalPart();

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DomainName();
}
