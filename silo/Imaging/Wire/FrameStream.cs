using System.Buffers.Binary;

namespace Darkroom.Imaging.Wire;

/// <summary>
/// Frames on a pair of pipes. Layout, little endian: kind (1 byte), head length (4), number of blobs (2), each blob's length (4),
/// head, blobs. One reader at a time; writers take turns.
/// </summary>
/// <param name="limits">What is read from the other side at most: a length is checked before anything is allocated for it.</param>
internal sealed class FrameStream(Stream input, Stream output, WireLimits limits) : IDisposable
{
    private const int Fixed = 7;

    private readonly SemaphoreSlim writing = new(1, 1);

    public async Task Write(Frame frame, CancellationToken cancellation = default)
    {
        var start = new byte[Fixed + (4 * frame.Blobs.Count) + frame.Head.Length];
        start[0] = (byte)frame.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(1), frame.Head.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(start.AsSpan(5), (ushort)frame.Blobs.Count);
        for (var n = 0; n < frame.Blobs.Count; n++) BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(Fixed + (4 * n)), frame.Blobs[n].Length);
        frame.Head.CopyTo(start, Fixed + (4 * frame.Blobs.Count));

        await writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await output.WriteAsync(start, cancellation).ConfigureAwait(false);
            foreach (var blob in frame.Blobs) await output.WriteAsync(blob, cancellation).ConfigureAwait(false);
            await output.FlushAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The next frame, or null when the other side has closed its end between two frames.</summary>
    /// <exception cref="EndOfStreamException">The other side went away within a frame.</exception>
    /// <exception cref="WireException">What came is not a frame, or is larger than allowed.</exception>
    public async Task<Frame?> Read(CancellationToken cancellation = default)
    {
        var start = new byte[Fixed];
        var got = await input.ReadAtLeastAsync(start, Fixed, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (got == 0) return null;
        if (got < Fixed) throw new EndOfStreamException();

        var kind = (FrameKind)start[0];
        var head = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(1));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(5));
        if (!Enum.IsDefined(kind) || head < 0 || head > limits.MaximumHead || count > limits.MaximumBlobs)
            throw new WireException("The other side does not speak the protocol.");

        var lengths = new byte[4 * count];
        await input.ReadExactlyAsync(lengths, cancellation).ConfigureAwait(false);
        var headBytes = new byte[head];
        await input.ReadExactlyAsync(headBytes, cancellation).ConfigureAwait(false);
        return new Frame(kind, headBytes, await ReadBlobs(lengths, cancellation).ConfigureAwait(false));
    }

    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        writing.Dispose();
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadBlobs(byte[] lengths, CancellationToken cancellation)
    {
        var blobs = new ReadOnlyMemory<byte>[lengths.Length / 4];
        for (var n = 0; n < blobs.Length; n++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(4 * n));
            if (length < 0 || length > limits.MaximumBlobBytes) throw new WireException($"A picture of {length} bytes does not pass between the processes.");
            var blob = GC.AllocateUninitializedArray<byte>(length);
            await input.ReadExactlyAsync(blob, cancellation).ConfigureAwait(false);
            blobs[n] = blob;
        }

        return blobs;
    }
}

/// <summary>What one side accepts from the other.</summary>
/// <param name="MaximumHead">Bytes of a head.</param>
/// <param name="MaximumBlobs">Pictures in one frame.</param>
/// <param name="MaximumBlobBytes">Bytes of one picture.</param>
internal sealed record WireLimits(int MaximumHead, int MaximumBlobs, int MaximumBlobBytes)
{
    public static readonly WireLimits Standard = new(1 << 20, 64, 1 << 29);
}
