using Amazon.S3.Model;

namespace Darkroom.Objects;

/// <summary>An object on its way out of a bucket. A wait for its next bytes that takes too long ends it. Not thread-safe.</summary>
internal sealed class S3Download(GetObjectResponse answer, TimeSpan timeout) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => answer.ContentLength;

    public override long Position { get => position; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    /// <exception cref="IOException">The store failed, or ended before the object's end (which the HTTP client tells by the announced length).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var count = await S3Failure.Translated(() => answer.ResponseStream.ReadAsync(buffer, limit.Token).AsTask(), cancellationToken);
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
