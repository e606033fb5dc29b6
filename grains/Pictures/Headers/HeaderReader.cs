namespace Darkroom.Pictures.Headers;

/// <summary>What a reader does next: leave bytes behind, then want so many at the new position.</summary>
/// <param name="Consume">Bytes from the current position that are done with; may reach beyond what is there.</param>
/// <param name="Want">Bytes that must be there for the next call; at least 1.</param>
internal readonly record struct HeaderStep(long Consume, int Want);

/// <summary>
/// Walks one file's structure. It sees the bytes at its own position only, says how far to go on, and ends by setting
/// <see cref="Header"/> or <see cref="Refusal"/>. Either every call consumes something or it wants more than it was given.
/// </summary>
internal abstract class HeaderReader
{
    /// <summary>The largest part that is ever held in memory.</summary>
    protected const int LargestPart = 1 << 20;

    public PictureHeader? Header { get; protected set; }

    public ProbeResult.Refused? Refusal { get; private set; }

    /// <summary>The size, where it is known before the rest, so that it can be refused early.</summary>
    public (int Width, int Height)? Size { get; protected set; }

    /// <summary>What follows is pixels and not metadata.</summary>
    public bool InPixels { get; protected set; }

    /// <summary>Looks at the bytes at the current position.</summary>
    public abstract HeaderStep Read(ReadOnlySpan<byte> here);

    /// <summary>The header, if what was read suffices although the stream ended.</summary>
    public virtual PictureHeader? AtEnd() => null;

    /// <summary>The reader for a file that starts like this, at position 0; null when it is not a picture.</summary>
    public static HeaderReader? For(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => new JpegHeader(),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => new PngHeader(),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => new GifHeader(),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new WebPHeader(),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => new IsoHeader(),
        _ => null,
    };

    protected HeaderStep Corrupt(string detail) => Refuse(PictureRefusal.Corrupt, detail);

    protected HeaderStep Unsupported(string detail) => Refuse(PictureRefusal.Unsupported, detail);

    private HeaderStep Refuse(string code, string detail)
    {
        Refusal = new ProbeResult.Refused(code, detail);
        return default;
    }
}
