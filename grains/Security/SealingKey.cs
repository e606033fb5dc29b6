using System.Security.Cryptography;

namespace Darkroom.Security;

/// <summary>
/// Encrypts small things: a wrapped key, a grain's state. A sealed box is
/// <c>version (1) ‖ salt (24) ‖ AES-256-GCM ciphertext ‖ tag (16)</c>; key and nonce of each box come by HKDF-SHA256 from the
/// sealing key and the box's random salt. A plain random 96-bit nonce would allow about 2³² boxes under one key
/// (NIST SP 800-38D, 8.3), which state that is written all day reaches; 192 bits of salt are never used up
/// (the same reasoning as in https://c2sp.org/XAES-256-GCM). Thread-safe.
/// </summary>
public sealed class SealingKey(ReadOnlyMemory<byte> key, RandomSource random)
{
    private const byte Version = 1;
    private const int SaltLength = 24;
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private static ReadOnlySpan<byte> Info => "darkroom/sealed/v1"u8;

    /// <summary>How many bytes a box is longer than what is in it.</summary>
    public const int Overhead = 1 + SaltLength + TagLength;

    /// <summary>Encrypts.</summary>
    /// <param name="content">What goes into the box.</param>
    /// <param name="context">What the box belongs to: opening it needs the same bytes, so that a box cannot be moved elsewhere.</param>
    public byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<byte> context)
    {
        var box = new byte[Overhead + content.Length];
        box[0] = Version;
        var salt = box.AsSpan(1, SaltLength);
        random.Fill(salt);
        Span<byte> secrets = stackalloc byte[32 + NonceLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Span, secrets, salt, Info);
        using var aes = new AesGcm(secrets[..32], TagLength);
        aes.Encrypt(secrets[32..], content, box.AsSpan(1 + SaltLength, content.Length), box.AsSpan(box.Length - TagLength), context);
        CryptographicOperations.ZeroMemory(secrets);
        return box;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">The box was changed, belongs to another context, or was sealed under another key.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> context)
    {
        if (box.Length < Overhead || box[0] != Version)
        {
            throw new CryptographicException("This is not a sealed box of a known version.");
        }

        var content = new byte[box.Length - Overhead];
        Span<byte> secrets = stackalloc byte[32 + NonceLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Span, secrets, box.Slice(1, SaltLength), Info);
        using var aes = new AesGcm(secrets[..32], TagLength);
        aes.Decrypt(secrets[32..], box.Slice(1 + SaltLength, content.Length), box[^TagLength..], content, context);
        CryptographicOperations.ZeroMemory(secrets);
        return content;
    }
}
