using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>
/// The first chunk says the size. EXIF comes after the pixels, so where the header announces it, the pixels are walked over.
/// </summary>
internal sealed class WebPHeader : HeaderReader
{
    private const byte AnimationFlag = 0x02;
    private const byte ExifFlag = 0x08;

    private PictureHeader? withoutExif;
    private bool started;

    public override PictureHeader? AtEnd() => withoutExif;

    public override HeaderStep Read(ReadOnlySpan<byte> here)
    {
        if (!started)
        {
            started = true;
            return new(12, 8);
        }

        if (here.Length < 8) return new(0, 8);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(here[4..]);
        if (withoutExif is null)
        {
            const int FirstChunkStart = 8 + 10;
            if (here.Length < FirstChunkStart) return new(0, FirstChunkStart);
            First(here);
        }
        else if (here[..4].SequenceEqual("EXIF"u8))
        {
            if (length > LargestPart) return Done(PictureOrientation.Upright);
            if (here.Length < 8 + length) return new(0, 8 + (int)length);
            var content = here[8..(8 + (int)length)];
            // Some writers keep the JPEG prefix.
            if (content is [(byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, ..]) content = content[6..];
            return Done(Exif.Orientation(content) ?? PictureOrientation.Upright);
        }

        // Chunks are padded to even lengths.
        return new(8L + length + (length & 1), 8);
    }

    private void First(ReadOnlySpan<byte> here)
    {
        var content = here[8..];
        if (here[..4].SequenceEqual("VP8X"u8))
        {
            withoutExif = Make(1 + Int24(content[4..]), 1 + Int24(content[7..]), (content[0] & AnimationFlag) != 0);
            Size = (withoutExif.StoredWidth, withoutExif.StoredHeight);
            InPixels = true;
            if ((content[0] & ExifFlag) == 0) Header = withoutExif;
        }
        else if (here[..4].SequenceEqual("VP8L"u8) && content[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
            Header = Make(1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF), false);
        }
        else if (here[..4].SequenceEqual("VP8 "u8) && content[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            Header = Make(BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF, false);
        }
        else
        {
            Corrupt("The WebP does not start with its picture.");
        }
    }

    private HeaderStep Done(PictureOrientation orientation)
    {
        Header = withoutExif! with { Orientation = orientation };
        return default;
    }

    private static PictureHeader Make(int width, int height, bool animated) =>
        new(PictureType.WebP, width, height, PictureOrientation.Upright, animated);

    private static int Int24(ReadOnlySpan<byte> at) => at[0] | at[1] << 8 | at[2] << 16;
}
