using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Accounts;

/// <summary>
/// What was mailed: digests of a code and of a link's secret, good once and for a short time. Immutable.
/// </summary>
/// <param name="Salt">Of this challenge alone. A code has only a million values, so its digest is not secret in itself:
/// it lives for minutes, in state that is encrypted.</param>
/// <param name="WrongCodes">How often a wrong code was tried; at <see cref="MostWrongCodes"/> only the link still works.</param>
/// <param name="SignUp">What the new account will be; null for a sign-in.</param>
internal sealed record Challenge(
    byte[] Salt, byte[] CodeHash, byte[] LinkHash, DateTimeOffset ExpiresAt, int WrongCodes, Membership? SignUp)
{
    public const int MostWrongCodes = 5;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private const int CodeDigits = 6;

    /// <summary>A new challenge with the code and the link's secret to mail.</summary>
    public static (Challenge Challenge, string Code, string Link) New(Membership? signUp, DateTimeOffset now, RandomSource random)
    {
        var (salt, code, link) = (random.Bytes(16), NewCode(random), Base64Url.EncodeToString(random.Bytes(32)));
        return (new Challenge(salt, Digest(salt, code), Digest(salt, link), now + Lifetime, 0, signUp), code, link);
    }

    /// <summary>Stands where no account is, so that a code tried against it takes the same work. Nothing matches it.</summary>
    public static Challenge Decoy(DateTimeOffset now, RandomSource random) =>
        new(random.Bytes(16), random.Bytes(32), random.Bytes(32), now + Lifetime, 0, null);

    public bool IsLive(DateTimeOffset now) => now < ExpiresAt;

    public bool HasCode(string code) => WrongCodes < MostWrongCodes && code.Length == CodeDigits
        && CryptographicOperations.FixedTimeEquals(Digest(Salt, code), CodeHash);

    public bool HasLink(string link) => CryptographicOperations.FixedTimeEquals(Digest(Salt, link), LinkHash);

    private static byte[] Digest(byte[] salt, string text) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(text));

    private static string NewCode(RandomSource random)
    {
        // Values above the greatest multiple of a million are drawn again, else low codes would be likelier.
        const uint codes = 1_000_000;
        uint number;
        do
        {
            number = BitConverter.ToUInt32(random.Bytes(4));
        }
        while (number >= uint.MaxValue / codes * codes);
        return (number % codes).ToString("D6", CultureInfo.InvariantCulture);
    }
}
