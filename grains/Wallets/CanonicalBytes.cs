using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Wallets;

/// <summary>
/// Bytes to be hashed or signed, written so that no two different contents have the same: every text carries its length in UTF-8 bytes,
/// every number has 64 bits, big-endian. Not thread-safe.
/// </summary>
public sealed class CanonicalBytes
{
    private readonly ArrayBufferWriter<byte> bytes = new(256);

    /// <summary>Appends a text.</summary>
    public CanonicalBytes Text(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        Number(count);
        bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(count)));
        return this;
    }

    /// <summary>Appends a number.</summary>
    public CanonicalBytes Number(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
        return this;
    }

    /// <summary>Appends bytes whose number is always the same.</summary>
    public CanonicalBytes Fixed(ReadOnlySpan<byte> content)
    {
        bytes.Write(content);
        return this;
    }

    /// <summary>What was written.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    /// <summary>Its SHA-256.</summary>
    public byte[] Hash() => SHA256.HashData(bytes.WrittenSpan);
}
