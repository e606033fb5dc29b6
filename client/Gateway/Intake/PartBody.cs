using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Intake;

/// <summary>
/// The bytes of one part. A form that ends too early is the client's fault and is told apart here from a store that fails: the reader
/// throws the same <see cref="IOException"/> for it.
/// </summary>
internal sealed class PartBody(Stream section) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The form is cut off or not well-formed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await section.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException fault) when (IsCrooked(fault))
        {
            throw new InvalidDataException("The form is cut off.", fault);
        }
    }

    /// <summary>Whether the form is at fault; the connection's own faults say what they are themselves.</summary>
    public static bool IsCrooked(IOException fault) =>
        fault is not BadHttpRequestException and not Microsoft.AspNetCore.Connections.ConnectionResetException;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are read asynchronously.");
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
