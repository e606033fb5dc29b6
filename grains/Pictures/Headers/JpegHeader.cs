using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>Markers up to the first scan: the frame's size, and the orientation from the first EXIF segment.</summary>
internal sealed class JpegHeader : HeaderReader
{
    private PictureOrientation? orientation;
    private bool started;

    public override HeaderStep Read(ReadOnlySpan<byte> here)
    {
        if (!started)
        {
            started = true;
            return new(2, 4);
        }

        if (here.Length < 2) return new(0, 2);
        if (here[0] != 0xFF) return Corrupt("The JPEG has bytes where a marker should be.");
        var marker = here[1];
        if (marker == 0xFF) return new(1, 2);
        if (marker is 0x01 or (>= 0xD0 and <= 0xD7)) return new(2, 2);
        if (marker is 0xD8 or 0xD9 or 0x00) return Corrupt("The JPEG ends before its first scan.");
        if (here.Length < 4) return new(0, 4);

        int length = BinaryPrimitives.ReadUInt16BigEndian(here[2..]);
        if (length < 2) return Corrupt("The JPEG has a segment of impossible length.");
        var whole = length + 2;
        switch (marker)
        {
            case 0xDA when Size is { } size:
                Header = new(PictureType.Jpeg, size.Width, size.Height, orientation ?? PictureOrientation.Upright, false);
                return default;
            case 0xDA:
                return Corrupt("The JPEG has a scan before its frame.");
            case 0xE1 when orientation is null:
                if (here.Length < whole) return new(0, whole);
                orientation = here[4..whole] is [(byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, _, .. var tiff] ? Exif.Orientation(tiff) : null;
                break;
            case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                if (here.Length < whole) return new(0, whole);
                if (Frame(marker, here[4..whole]) is { } refused) return refused;
                break;
        }

        return new(whole, 2);
    }

    private HeaderStep? Frame(byte marker, ReadOnlySpan<byte> frame)
    {
        if (Size is not null) return Corrupt("The JPEG has two frames.");
        if (marker is not (0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA)) return Unsupported("This kind of JPEG (lossless or hierarchical) is not read here.");
        if (frame.Length < 6) return Corrupt("The JPEG's frame is too short.");
        if (frame[0] != 8) return Unsupported("Only JPEG with 8 bits a sample is read here.");
        var height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        if (width == 0 || height == 0) return Corrupt("The JPEG does not say its size.");
        if (frame[5] is not (1 or 3 or 4)) return Unsupported("Only JPEG with one, three or four components is read here.");
        Size = (width, height);
        return null;
    }
}
