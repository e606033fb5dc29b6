using System.Buffers;
using System.Security.Cryptography;

namespace Darkroom.Vault;

/// <summary>
/// The plaintext of an object, decrypted a chunk at a time: only bytes whose chunk was authenticated come out, and the end is
/// announced only after the chunk marked as the last one. Forward only; not thread-safe.
/// </summary>
internal sealed class OpeningStream : Stream
{
    private readonly Stream source;
    private readonly SealedFormat.Cipher cipher;
    private readonly long length;
    private readonly byte[] cover = ArrayPool<byte>.Shared.Rent(SealedFormat.ChunkLength + SealedFormat.TagLength);
    private readonly byte[] plain = ArrayPool<byte>.Shared.Rent(SealedFormat.ChunkLength);
    private long opened;
    private uint index;
    private int start;
    private int end;
    private bool wasLast;
    private bool disposed;

    private OpeningStream(Stream source, SealedFormat.Cipher cipher, long length)
    {
        this.source = source;
        this.cipher = cipher;
        this.length = length;
    }

    /// <summary>Begins to read an object. The source is disposed with the stream, also when this throws.</summary>
    /// <exception cref="InvalidDataException">The object's length or header is not one that was written.</exception>
    public static async Task<OpeningStream> Begin(
        PictureRef picture, ReadOnlyMemory<byte> objectKey, Stream source, long objectLength, CancellationToken cancellation)
    {
        try
        {
            var length = SealedFormat.PlainLength(objectLength);
            var header = new byte[SealedFormat.HeaderLength];
            await ReadExactly(source, header, cancellation);
            return new OpeningStream(source, new SealedFormat.Cipher(objectKey.Span, picture, header), length);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public override bool CanRead => !disposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => opened - (end - start);
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (start == end && !wasLast)
        {
            await NextChunk(cancellationToken);
        }

        var count = Math.Min(buffer.Length, end - start);
        plain.AsSpan(start, count).CopyTo(buffer.Span);
        start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            source.Dispose();
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(cover);
        }

        base.Dispose(disposing);
    }

    private async ValueTask NextChunk(CancellationToken cancellation)
    {
        var count = (int)Math.Min(SealedFormat.ChunkLength, length - opened);
        var last = opened + count == length;
        var chunk = cover.AsMemory(0, count + SealedFormat.TagLength);
        await ReadExactly(source, chunk, cancellation);
        cipher.Open(index, last, chunk.Span, plain.AsSpan(0, count));
        index++;
        opened += count;
        (start, end, wasLast) = (0, count, last);
    }

    private static async ValueTask ReadExactly(Stream source, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation) < buffer.Length)
        {
            throw new InvalidDataException("The object ended before its last chunk.");
        }
    }
}
