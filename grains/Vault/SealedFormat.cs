using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Vault;

/// <summary>
/// The bytes of an encrypted object, version 1. It is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online
/// Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", https://eprint.iacr.org/2015/189) laid out as Tink's AES-GCM-HKDF
/// streaming (https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming), so that pictures of any size are
/// encrypted and read in constant memory and no byte is handed out before it was authenticated:
/// <code>
/// object  = header ‖ chunk 0 ‖ … ‖ chunk n−1        n ≥ 1; an empty picture is one empty chunk
/// header  = "DRV" ‖ version (1) ‖ salt (32)
/// chunk i = AES-256-GCM ciphertext of 65,536 bytes (the last: 0 to 65,536) ‖ tag (16)
/// key (32) ‖ prefix (7) = HKDF-SHA256(object key, salt, "darkroom/object/v1" ‖ 0 ‖ picture)
/// nonce   = prefix ‖ i as a big-endian 32-bit number ‖ 1 for the last chunk, else 0
/// data authenticated with each chunk = header ‖ picture        (picture = the text of its reference)
/// </code>
/// The counter in the nonce gives away chunks that are left out, repeated or moved; the mark of the last chunk gives away an object that was
/// cut short at a chunk's border or had chunks appended; the reference in key and authenticated data gives away an object that
/// was put in another one's place. The length of the plaintext follows from the object's length alone, and a false length fails as one of these.
/// A fresh salt per writing makes key and nonces new even if an object key were used twice.
/// </summary>
internal static class SealedFormat
{
    public const int ChunkLength = 64 * 1024;
    public const int TagLength = 16;
    public const int SaltLength = 32;
    public const int HeaderLength = 4 + SaltLength;
    public const int NonceLength = 12;
    private const int PrefixLength = 7;
    private const int SealedChunkLength = ChunkLength + TagLength;

    private static ReadOnlySpan<byte> Magic => "DRV\u0001"u8;

    /// <summary>Writes the header of a new object.</summary>
    public static void WriteHeader(Span<byte> header, RandomSource random)
    {
        Magic.CopyTo(header);
        random.Fill(header.Slice(Magic.Length, SaltLength));
    }

    /// <summary>The length of the plaintext in an object of this many bytes.</summary>
    /// <exception cref="InvalidDataException">No object has such a length.</exception>
    public static long PlainLength(long objectLength)
    {
        var body = objectLength - HeaderLength;
        var chunks = (body + SealedChunkLength - 1) / SealedChunkLength;
        var last = body - ((chunks - 1) * SealedChunkLength);
        return body >= TagLength && last >= TagLength && (last > TagLength || chunks == 1) && chunks <= uint.MaxValue
            ? body - (chunks * TagLength)
            : throw new InvalidDataException("The object was cut short: no object has such a length.");
    }

    /// <summary>What encrypts and decrypts the chunks of one object.</summary>
    internal sealed class Cipher : IDisposable
    {
        private readonly AesGcm aes;
        private readonly byte[] prefix;
        private readonly byte[] associated;

        /// <summary>Derives the object's secrets.</summary>
        /// <exception cref="InvalidDataException">The header is not one of a known version.</exception>
        public Cipher(ReadOnlySpan<byte> objectKey, PictureRef picture, ReadOnlySpan<byte> header)
        {
            if (!header.StartsWith(Magic))
            {
                throw new InvalidDataException("The object does not begin as one of a known version.");
            }

            var name = Encoding.UTF8.GetBytes(picture.ToString());
            Span<byte> secrets = stackalloc byte[32 + PrefixLength];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, objectKey, secrets, header[Magic.Length..], [.. "darkroom/object/v1\0"u8, .. name]);
            aes = new AesGcm(secrets[..32], TagLength);
            prefix = secrets[32..].ToArray();
            associated = [.. header, .. name];
            CryptographicOperations.ZeroMemory(secrets);
        }

        /// <summary>Encrypts <paramref name="plain"/> into as many bytes and a tag behind them.</summary>
        public void Seal(uint index, bool last, ReadOnlySpan<byte> plain, Span<byte> target)
        {
            Span<byte> nonce = stackalloc byte[NonceLength];
            Nonce(index, last, nonce);
            aes.Encrypt(nonce, plain, target[..plain.Length], target.Slice(plain.Length, TagLength), associated);
        }

        /// <summary>Decrypts a chunk and its tag.</summary>
        /// <exception cref="InvalidDataException">Not what was written there.</exception>
        public void Open(uint index, bool last, ReadOnlySpan<byte> chunk, Span<byte> plain)
        {
            Span<byte> nonce = stackalloc byte[NonceLength];
            Nonce(index, last, nonce);
            try
            {
                aes.Decrypt(nonce, chunk[..^TagLength], chunk[^TagLength..], plain, associated);
            }
            catch (AuthenticationTagMismatchException fault)
            {
                throw new InvalidDataException($"Chunk {index} of the object is not what was written: changed, cut short or out of place.", fault);
            }
        }

        public void Dispose() => aes.Dispose();

        private void Nonce(uint index, bool last, Span<byte> nonce)
        {
            prefix.CopyTo(nonce);
            BinaryPrimitives.WriteUInt32BigEndian(nonce[PrefixLength..], index);
            nonce[^1] = last ? (byte)1 : (byte)0;
        }
    }
}
