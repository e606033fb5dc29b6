using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Idempotency;

/// <summary>A first answer, kept so that a repeat can be given the same.</summary>
internal sealed record RememberedAnswer(int Status, string? ContentType, string? Location, byte[] Body)
{
    private const int TagLength = 16;
    private static readonly byte[] Purpose = "darkroom idempotent answer v1"u8.ToArray();

    /// <summary>
    /// Encrypts the answer under the client's own key text, which is not stored: answers can hold secrets (a new API key is shown in one), and
    /// only who repeats the request needs to read them.
    /// </summary>
    public byte[] Seal(string keyText, byte[] keyDigest)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(this);
        var sealedBytes = new byte[plain.Length + TagLength];
        using var aes = new AesGcm(KeyOf(keyText, keyDigest), TagLength);
        // One message per key: a key is claimed by one request, and its digest salts the derivation.
        aes.Encrypt(Nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length));
        return sealedBytes;
    }

    /// <summary>Reads what <see cref="Seal"/> wrote.</summary>
    public static RememberedAnswer Open(byte[] sealedBytes, string keyText, byte[] keyDigest)
    {
        var plain = new byte[sealedBytes.Length - TagLength];
        using var aes = new AesGcm(KeyOf(keyText, keyDigest), TagLength);
        aes.Decrypt(Nonce, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), plain);
        return JsonSerializer.Deserialize<RememberedAnswer>(plain)!;
    }

    public async Task Write(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (Location is not null)
            response.Headers.Location = Location;
        await response.Body.WriteAsync(Body);
    }

    private static byte[] Nonce => new byte[12];

    private static byte[] KeyOf(string keyText, byte[] keyDigest) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(keyText), 32, keyDigest, Purpose);
}
