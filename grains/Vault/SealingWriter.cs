using System.Buffers;
using System.Security.Cryptography;

namespace Darkroom.Vault;

/// <summary>Encrypts a picture while it streams, in memory of a few chunks whatever its size. Stateless.</summary>
internal static class SealingWriter
{
    /// <summary>Reads <paramref name="content"/> to its end and writes the object (see <see cref="SealedFormat"/>) to <paramref name="target"/>.</summary>
    /// <returns>Length and digest of the plaintext.</returns>
    public static async Task<StoredPicture> Write(
        PictureRef picture, ReadOnlyMemory<byte> objectKey, Stream content, Stream target, RandomSource random, CancellationToken cancellation)
    {
        var header = new byte[SealedFormat.HeaderLength];
        SealedFormat.WriteHeader(header, random);
        using var cipher = new SealedFormat.Cipher(objectKey.Span, picture, header);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var plain = ArrayPool<byte>.Shared.Rent(SealedFormat.ChunkLength);
        var ahead = ArrayPool<byte>.Shared.Rent(SealedFormat.ChunkLength);
        var cover = ArrayPool<byte>.Shared.Rent(SealedFormat.ChunkLength + SealedFormat.TagLength);
        try
        {
            await target.WriteAsync(header, cancellation);
            var total = 0L;
            var count = await Fill(content, plain, cancellation);
            for (uint index = 0; ; index = checked(index + 1))
            {
                // Whether a full chunk is the last is known only after looking for a byte behind it.
                var next = count < SealedFormat.ChunkLength ? 0 : await Fill(content, ahead, cancellation);
                cipher.Seal(index, last: next == 0, plain.AsSpan(0, count), cover);
                digest.AppendData(plain, 0, count);
                await target.WriteAsync(cover.AsMemory(0, count + SealedFormat.TagLength), cancellation);
                total += count;
                if (next == 0)
                {
                    return new StoredPicture(total, digest.GetHashAndReset());
                }

                (plain, ahead, count) = (ahead, plain, next);
            }
        }
        finally
        {
            // Pooled arrays go on to others: pixels do not travel with them.
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
            ArrayPool<byte>.Shared.Return(ahead, clearArray: true);
            ArrayPool<byte>.Shared.Return(cover);
        }
    }

    private static ValueTask<int> Fill(Stream content, byte[] buffer, CancellationToken cancellation) =>
        content.ReadAtLeastAsync(buffer.AsMemory(0, SealedFormat.ChunkLength), SealedFormat.ChunkLength, throwOnEndOfStream: false, cancellation);
}
