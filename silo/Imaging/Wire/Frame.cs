using System.Text;

namespace Darkroom.Imaging.Wire;

/// <summary>One message: a small head in fields, then blobs (pictures) that are written and read without another copy.</summary>
/// <param name="Head">Strings and numbers as <see cref="BinaryWriter"/> writes them.</param>
internal sealed record Frame(FrameKind Kind, byte[] Head, IReadOnlyList<ReadOnlyMemory<byte>> Blobs)
{
    /// <summary>The protocol's version; parent and child are always of one build, so this only catches a broken installation.</summary>
    public const int Version = 1;

    private static readonly ReadOnlyMemory<byte>[] NoBlobs = [];

    public static Frame Of(FrameKind kind, Action<BinaryWriter>? head = null, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        head?.Invoke(writer);
        writer.Flush();
        return new Frame(kind, buffer.ToArray(), blobs ?? NoBlobs);
    }

    /// <summary>Reads the head.</summary>
    /// <exception cref="WireException">It does not hold what is asked for.</exception>
    public T Read<T>(Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(Head), Encoding.UTF8);
        try
        {
            return read(reader);
        }
        catch (Exception broken) when (broken is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new WireException($"A {Kind} frame has a broken head.", broken);
        }
    }
}

/// <summary>The other side does not speak the protocol: the process pair is useless from here on.</summary>
internal sealed class WireException(string message, Exception? inner = null) : IOException(message, inner);
