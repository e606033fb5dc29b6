using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Security;

/// <summary>
/// Finds a record by something secret without storing it: a keyed digest (HMAC-SHA256) of the value serves as the key of a row or grain.
/// Without the master key nobody can test guesses against it, as anybody could against a plain hash of an e-mail address. Thread-safe.
/// </summary>
public sealed class BlindIndex(MasterKey master)
{
    private readonly byte[] key = master.Derive("blind-index/v1");

    /// <summary>
    /// Stands for an e-mail address at a brand: 65 characters, an <c>e</c> and 64 hexadecimal digits (so never all digits).
    /// White space around it, upper case and the Unicode form do not matter; the same address at two brands has unrelated values.
    /// </summary>
    public string Email(BrandId brand, string address) =>
        "e" + Convert.ToHexStringLower(Digest("email", brand, Normalize(address)));

    /// <summary>The keyed digest (32 bytes) of any other value, separate per kind and brand. The value is taken as it is.</summary>
    public byte[] Digest(string kind, BrandId brand, string value) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{brand.Value}\0{value}"));

    /// <summary>The form in which addresses are compared.</summary>
    public static string Normalize(string address) =>
        address.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
