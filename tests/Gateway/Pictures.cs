using System.Buffers.Binary;
using System.IO.Compression;
using Darkroom.Drivers;

namespace Darkroom.Gateway.Tests;

/// <summary>Pictures for uploads: the sample photographs, and small ones made to measure.</summary>
internal static class Pictures
{
    public static byte[] Photo(string name) => File.ReadAllBytes(Repository.Photo(name));

    /// <summary>The smallest of the sample photographs: a JPEG of 640 × 427.</summary>
    public static byte[] Rocket => Photo("rocket.jpg");

    /// <summary>A valid grey PNG of any size; random content does not compress, so that it has about as many bytes as pixels.</summary>
    public static byte[] Png(int width, int height, bool noise = false)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk(png, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var random = new Random(7);
            var row = new byte[width + 1];
            for (var y = 0; y < height; y++)
            {
                if (noise)
                    random.NextBytes(row);
                row[0] = 0;
                zlib.Write(row);
            }
        }

        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>Width and height of a PNG.</summary>
    public static (int Width, int Height) PngSize(byte[] png)
    {
        png.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
