using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Gateway.Operators;

/// <summary>
/// What lets an operator in. There is one for the whole installation; it belongs to no account. Only its digest is kept in memory. Immutable.
/// </summary>
public sealed class OperatorKey
{
    /// <summary>The fewest characters: what cannot be guessed even by many who try for long.</summary>
    public const int Shortest = 32;

    /// <summary>The most characters.</summary>
    public const int Longest = 512;

    private readonly byte[] digest;

    /// <summary>Takes the key.</summary>
    /// <exception cref="ArgumentException">It is too short or too long, or has characters that no header carries; the text does not repeat it.</exception>
    public OperatorKey(string key)
    {
        if (key.Length is < Shortest or > Longest || key.Any(letter => letter is <= ' ' or > '~'))
            throw new ArgumentException($"An operator's key has {Shortest} to {Longest} visible ASCII characters ('openssl rand -base64 32' makes one).");
        digest = SHA256.HashData(Encoding.ASCII.GetBytes(key));
    }

    /// <summary>A new key: 256 random bits in base64url.</summary>
    public static string New(RandomSource random) => System.Buffers.Text.Base64Url.EncodeToString(random.Bytes(32));

    /// <summary>Whether a text from outside is the key. Digests are compared, so that the time says nothing about where they differ.</summary>
    public bool Matches(string candidate) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(candidate)), digest);
}
