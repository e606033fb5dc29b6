using Darkroom.Gateway.Problems;
using Darkroom.Pictures;

namespace Darkroom.Gateway.Intake;

/// <summary>
/// A file of an upload as it passes by on its way into the vault: counted, and its header read, so that a file that is too large or no
/// picture stops the transfer in the middle. Reads forward only; does not own the source.
/// </summary>
/// <param name="source">The bytes as they come.</param>
/// <param name="limits">What the header may say.</param>
/// <param name="maximumBytes">The most that the file may have.</param>
/// <param name="judge">Is shown the header once, as soon as it is known, and may refuse the file for it.</param>
internal sealed class UploadStream(Stream source, ProbeLimits limits, long maximumBytes, Func<PictureHeader, Problem?>? judge = null) : Stream
{
    private const int HeadBytes = 64 * 1024;

    private readonly PictureProbe probe = new(limits);
    private byte[] head = [];
    private int headTaken;
    private long total;
    private bool ended;

    /// <summary>Why the file is refused; null as long as nothing speaks against it.</summary>
    public Problem? Refusal { get; private set; }

    /// <summary>What the header says, once it is known.</summary>
    public PictureHeader? Header { get; private set; }

    /// <summary>Reads the beginning, so that most refusals come before anything is stored. True when nothing speaks against the file so far.</summary>
    public async Task<bool> Prime(CancellationToken cancellation)
    {
        var buffer = new byte[HeadBytes];
        var length = 0;
        while (length < buffer.Length && Header is null && Refusal is null && !ended)
        {
            var read = await source.ReadAsync(buffer.AsMemory(length), cancellation);
            Look(buffer.AsSpan(length, read));
            length += read;
        }

        head = buffer[..length];
        return Refusal is null;
    }

    /// <exception cref="UploadRefusedException">The file turned out to be unacceptable; <see cref="Refusal"/> says why.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (headTaken < head.Length)
        {
            var count = Math.Min(buffer.Length, head.Length - headTaken);
            head.AsSpan(headTaken, count).CopyTo(buffer.Span);
            headTaken += count;
            return count;
        }

        if (ended || buffer.IsEmpty)
            return 0;
        var read = await source.ReadAsync(buffer, cancellationToken);
        Look(buffer.Span[..read]);
        return Refusal is null ? read : throw new UploadRefusedException();
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        total += bytes.Length;
        ended = bytes.IsEmpty;
        if (total > maximumBytes)
        {
            Refusal = new Problem(ProblemKinds.TooLarge, $"A file may have {maximumBytes} bytes.").With("limit", maximumBytes);
            return;
        }

        switch (ended ? probe.Finish() : probe.Feed(bytes))
        {
            case ProbeResult.Known known when Header is null:
                Header = known.Header;
                Refusal = judge?.Invoke(Header);
                break;
            case ProbeResult.Refused refused:
                Refusal = ToProblem(refused);
                break;
        }
    }

    private Problem ToProblem(ProbeResult.Refused refused) => refused.Code switch
    {
        PictureRefusal.TooManyPixels =>
            new Problem(ProblemKinds.TooManyPixels, refused.Detail).With("limit", limits.MaximumPixels).With("maximumSide", limits.MaximumSide),
        PictureRefusal.Unsupported => new Problem(ProblemKinds.UnsupportedPicture, refused.Detail),
        _ => new Problem(ProblemKinds.UnsupportedPicture, refused.Detail).With("reason", refused.Code),
    };

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Uploads are read asynchronously.");

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Stops a transfer whose file is refused; never leaves the intake.</summary>
internal sealed class UploadRefusedException : Exception;
