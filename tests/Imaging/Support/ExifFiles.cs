using System.Buffers.Binary;
using System.Text;

namespace Darkroom.Imaging.Tests;

/// <summary>Puts metadata into files, as cameras do.</summary>
internal static class ExifFiles
{
    /// <summary>A text that must not come out again.</summary>
    public const string Canary = "CANARY-59.9139N-10.7522E";

    /// <summary>The JPEG with an EXIF segment that says an orientation, and a comment with the canary.</summary>
    public static byte[] Jpeg(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Tiff(orientation)];
        return [0xFF, 0xD8, .. Segment(0xE1, exif), .. Segment(0xFE, Encoding.ASCII.GetBytes(Canary)), .. jpeg.AsSpan(2)];
    }

    /// <summary>The PNG with an eXIf chunk and a text with the canary, after its header.</summary>
    public static byte[] Png(byte[] png, int orientation)
    {
        const int AfterHeader = 33;
        return [.. png[..AfterHeader], .. Chunk("eXIf", Tiff(orientation)), .. Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + Canary)), .. png[AfterHeader..]];
    }

    // Motorola order, one entry, then the canary where cameras keep the rest.
    private static byte[] Tiff(int orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Canary)];

    private static byte[] Segment(byte marker, byte[] content)
    {
        var length = (ushort)(content.Length + 2);
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. content];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
