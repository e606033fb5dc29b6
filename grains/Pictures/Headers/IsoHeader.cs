using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>Top-level boxes of an ISO base media file up to <c>meta</c>, which is read as a whole.</summary>
internal sealed class IsoHeader : HeaderReader
{
    private PictureType? type;
    private bool sequence;

    public override HeaderStep Read(ReadOnlySpan<byte> here)
    {
        if (here.Length < 16) return new(0, 16);
        var (length, head) = IsoBoxes.Frame(here);
        var name = here[4..8];
        if (length < head) return Corrupt("The file has a box of impossible length.");

        if (type is null)
        {
            if (length is < 16 or > 4096) return Corrupt("The file's type box is broken.");
            if (here.Length < length) return new(0, (int)length);
            if (!Brands(here[8..(int)length])) return Unsupported("This is a video or another file that is not a picture.");
        }
        else if (name.SequenceEqual("meta"u8))
        {
            if (length > LargestPart) return Unsupported("The picture's description is too large to be read here.");
            if (here.Length < length) return new(0, (int)length);
            if (IsoMeta.Primary(here[head..(int)length]) is not { } primary) return Corrupt("The picture does not say its size.");
            Header = new(type.Value, primary.Width, primary.Height, primary.Orientation, sequence);
            return default;
        }
        else if (name.SequenceEqual("moov"u8) || name.SequenceEqual("moof"u8))
        {
            return Unsupported("The file has a film but no picture before it.");
        }

        return new(length, 16);
    }

    // The major brand, a version, then compatible brands: the first that names a codec decides.
    private bool Brands(ReadOnlySpan<byte> brands)
    {
        for (var at = 0; at + 4 <= brands.Length; at += 4)
        {
            if (at == 4) continue;
            var brand = brands.Slice(at, 4);
            var avif = brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8);
            var heic = brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("hevc"u8)
                || brand.SequenceEqual("hevx"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8);
            if (avif || heic) type ??= avif ? PictureType.Avif : PictureType.Heic;
            sequence |= brand.SequenceEqual("avis"u8) || brand.SequenceEqual("hevc"u8) || brand.SequenceEqual("hevx"u8);
        }

        return type is not null;
    }
}
