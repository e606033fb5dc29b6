using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>Chunks up to the first pixel data.</summary>
internal sealed class PngHeader : HeaderReader
{
    private const int ChunkFrame = 12;
    private const int HeaderBytes = 13;

    private PictureOrientation orientation = PictureOrientation.Upright;
    private bool animated;
    private bool started;

    public override HeaderStep Read(ReadOnlySpan<byte> here)
    {
        if (!started)
        {
            started = true;
            return new(8, 8);
        }

        if (here.Length < 8) return new(0, 8);
        var length = BinaryPrimitives.ReadUInt32BigEndian(here);
        if (length > int.MaxValue) return Corrupt("The PNG has a chunk of impossible length.");
        var name = here[4..8];
        if (Size is null && !name.SequenceEqual("IHDR"u8)) return Corrupt("The PNG does not start with its header.");
        if (name.SequenceEqual("IDAT"u8))
        {
            Header = new(PictureType.Png, Size!.Value.Width, Size.Value.Height, orientation, animated);
            return default;
        }

        if (name.SequenceEqual("IEND"u8)) return Corrupt("The PNG has no pixels.");
        if (name.SequenceEqual("IHDR"u8) && length != HeaderBytes) return Corrupt("The PNG's header is broken.");
        var read = name.SequenceEqual("IHDR"u8) || (name.SequenceEqual("eXIf"u8) && length <= LargestPart);
        if (read && here.Length < 8 + length) return new(0, 8 + (int)length);
        if (read && name[0] == (byte)'I' && !Start(here[8..(8 + (int)length)])) return Corrupt("The PNG's header is broken.");
        if (read && name[0] == (byte)'e') orientation = Exif.Orientation(here[8..(8 + (int)length)]) ?? orientation;
        animated |= name.SequenceEqual("acTL"u8);
        return new(length + ChunkFrame, 8);
    }

    private bool Start(ReadOnlySpan<byte> header)
    {
        if (Size is not null || header.Length != HeaderBytes) return false;
        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) return false;
        Size = ((int)width, (int)height);
        return true;
    }
}
