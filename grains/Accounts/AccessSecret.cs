using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Accounts;

/// <summary>
/// A session token or an API key: a prefix that says which, then 256 random bits. Only its digest is kept; a plain
/// SHA-256 is enough because nobody can guess their way through 256 bits. Immutable.
/// </summary>
public sealed class AccessSecret
{
    private const string SessionPrefix = "drs_";
    private const string ApiKeyPrefix = "drk_";
    private const int RandomBytes = 32;
    private static readonly int Length = SessionPrefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    private AccessSecret(string text) => Text = text;

    /// <summary>What is handed to the person, once.</summary>
    public string Text { get; }

    /// <summary>Whether this is an API key; else it is a session token.</summary>
    public bool IsApiKey => Text.StartsWith(ApiKeyPrefix, StringComparison.Ordinal);

    /// <summary>What is kept: <c>h</c> and 64 hexadecimal digits (never all digits, as grain keys want it).</summary>
    public string Hash => "h" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>A new session token.</summary>
    public static AccessSecret NewSession(RandomSource random) => new(SessionPrefix + Base64Url.EncodeToString(random.Bytes(RandomBytes)));

    /// <summary>A new API key.</summary>
    public static AccessSecret NewApiKey(RandomSource random) => new(ApiKeyPrefix + Base64Url.EncodeToString(random.Bytes(RandomBytes)));

    /// <summary>Reads what came from outside; false when it cannot be one of ours, so that nothing needs to be looked up.</summary>
    public static bool TryParse(string? text, out AccessSecret secret)
    {
        var good = text is not null && text.Length == Length
            && (text.StartsWith(SessionPrefix, StringComparison.Ordinal) || text.StartsWith(ApiKeyPrefix, StringComparison.Ordinal))
            && Base64Url.IsValid(text.AsSpan(SessionPrefix.Length));
        secret = good ? new AccessSecret(text!) : null!;
        return good;
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => IsApiKey ? "(an API key)" : "(a session token)";
}
