using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Security;

/// <summary>
/// The secret at the root of everything that is encrypted at rest: 32 bytes that only silos hold. It encrypts nothing itself;
/// each purpose gets a key of its own by HKDF (RFC 5869), so that no two uses can be played against each other.
/// Immutable and thread-safe.
/// </summary>
public sealed class MasterKey
{
    /// <summary>Length of the secret in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] secret;

    /// <summary>Takes a copy of the secret.</summary>
    /// <exception cref="ArgumentException">Not exactly <see cref="Length"/> bytes.</exception>
    public MasterKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Length)
        {
            throw new ArgumentException($"A master key has {Length} bytes, not {secret.Length}.", nameof(secret));
        }

        this.secret = secret.ToArray();
        Id = Convert.ToHexStringLower(Derive("id").AsSpan(0, 8));
    }

    /// <summary>A fingerprint (16 hexadecimal digits) that tells master keys apart and reveals nothing of them.</summary>
    public string Id { get; }

    /// <summary>The key for one purpose: 32 bytes, always the same for the same name.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt: null, Encoding.UTF8.GetBytes($"darkroom/{purpose}"));

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"master key {Id}";
}
