using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Outbox;

/// <summary>
/// Signs a call-back, so that its receiver can tell it from anybody else's POST and from an old one sent again:
/// <c>Darkroom-Signature: t=1772366400,v1=5257a8…</c>, where <c>t</c> is the time of sending in seconds since 1970 and <c>v1</c> the
/// HMAC-SHA256 in hexadecimal of <c>t</c>, a full stop and the body's bytes, under the account's secret (its ASCII text as shown).
/// A receiver compares in constant time and refuses what is older than five minutes.
/// </summary>
public static class CallbackSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "Darkroom-Signature";

    /// <summary>How old a signature may be.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The header's value.</summary>
    public static string Sign(string secret, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"t={seconds},v1={Convert.ToHexStringLower(Digest(secret, body, seconds))}");
    }

    /// <summary>What a receiver does.</summary>
    public static bool Verify(string secret, ReadOnlySpan<byte> body, string header, DateTimeOffset now)
    {
        var parts = header.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0].Trim(), part => part[1]);
        if (!long.TryParse(parts["t"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Digest(secret, body, seconds)));
        return parts["v1"].Any(given => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), expected));
    }

    private static byte[] Digest(string secret, ReadOnlySpan<byte> body, long seconds)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture) + "."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
