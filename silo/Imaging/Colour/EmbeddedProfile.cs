using System.Buffers.Binary;
using System.IO.Compression;
using Darkroom.Pictures;

namespace Darkroom.Imaging.Colour;

/// <summary>Finds the colour profile (ICC) that a file carries. Whatever is unusual counts as "none".</summary>
internal static class EmbeddedProfile
{
    // Profiles with tables for printing presses reach some MiB and are not applied anyway.
    private const int Largest = 4 << 20;

    /// <summary>The profile's bytes, or null.</summary>
    public static byte[]? Find(ReadOnlySpan<byte> file, PictureType type) => type switch
    {
        PictureType.Jpeg => InJpeg(file),
        PictureType.Png => InPng(file),
        PictureType.WebP => InWebP(file),
        _ => null,
    };

    // Segments of at most 64 KiB with a number and a count.
    private static byte[]? InJpeg(ReadOnlySpan<byte> file)
    {
        var mark = "ICC_PROFILE\0"u8;
        var whole = new MemoryStream();
        var expected = 1;
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] != 0xDA;)
        {
            if (file[at + 1] is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += file[at + 1] == 0xFF ? 1 : 2;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length) return null;
            var content = file.Slice(at + 4, length - 2);
            if (file[at + 1] == 0xE2 && content.Length > 14 && content.StartsWith(mark))
            {
                if (content[12] != expected++ || whole.Length + content.Length > Largest) return null;
                whole.Write(content[14..]);
                if (content[12] == content[13]) return whole.ToArray();
            }

            at += 2 + length;
        }

        return null;
    }

    // A name, a zero, the method (0: deflate), compressed bytes.
    private static byte[]? InPng(ReadOnlySpan<byte> file)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12) return null;
            var name = file.Slice(at + 4, 4);
            if (name.SequenceEqual("IDAT"u8)) return null;
            if (name.SequenceEqual("iCCP"u8))
            {
                var content = file.Slice(at + 8, (int)length);
                var zero = content.IndexOf((byte)0);
                return zero >= 0 && zero + 2 < content.Length ? Inflate(content[(zero + 2)..]) : null;
            }

            at += 12 + (int)length;
        }

        return null;
    }

    private static byte[]? InWebP(ReadOnlySpan<byte> file)
    {
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (length > file.Length - at - 8) return null;
            if (file.Slice(at, 4).SequenceEqual("ICCP"u8)) return length <= Largest ? file.Slice(at + 8, (int)length).ToArray() : null;
            at += 8 + (int)length + (int)(length & 1);
        }

        return null;
    }

    private static byte[]? Inflate(ReadOnlySpan<byte> compressed)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
            var whole = new byte[Largest];
            var got = stream.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false);
            return got < Largest ? whole[..got] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
