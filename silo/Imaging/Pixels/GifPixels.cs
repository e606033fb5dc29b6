using System.Buffers.Binary;
using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>
/// The first frame of a GIF (GIF89a), for the OpenCV versions that have no decoder for it. Broken files give null; bounds are checked at
/// every read, and the work is bounded by the size of the file and of the frame.
/// </summary>
internal static class GifPixels
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte GraphicControl = 0xF9;

    /// <summary>Four channels of the size in the header, transparent where the frame is; null when the file is broken.</summary>
    public static Mat? Decode(ReadOnlySpan<byte> file, PictureHeader header)
    {
        if (file.Length < 13) return null;
        var at = 13;
        var palette = Palette(file, ref at, file[10]);
        var transparent = -1;
        while (at < file.Length)
        {
            switch (file[at])
            {
                case Extension:
                    if (at + 8 <= file.Length && file[at + 1] == GraphicControl && (file[at + 3] & 1) != 0) transparent = file[at + 6];
                    at += 2;
                    if (!SkipBlocks(file, ref at)) return null;
                    break;
                case Image:
                    return Frame(file, at, header, palette, transparent);
                default:
                    return null;
            }
        }

        return null;
    }

    private static Mat? Frame(ReadOnlySpan<byte> file, int at, PictureHeader header, ReadOnlySpan<byte> palette, int transparent)
    {
        if (at + 10 > file.Length) return null;
        var left = BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 1)..]);
        var top = BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 3)..]);
        int width = BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 5)..]);
        int height = BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 7)..]);
        var flags = file[at + 9];
        at += 10;
        var own = Palette(file, ref at, flags);
        if (!own.IsEmpty) palette = own;
        // The header's limits hold for the screen; a frame that claims more than the screen is not worth its memory.
        if (palette.IsEmpty || width == 0 || height == 0 || left + width > header.StoredWidth || top + height > header.StoredHeight || at >= file.Length) return null;

        var indexes = new byte[width * height];
        int codeSize = file[at++];
        if (GifCodes.Decode(file, at, codeSize, indexes) == 0) return null;

        var pixels = new Mat(header.StoredHeight, header.StoredWidth, MatType.CV_8UC4, default);
        var interlaced = (flags & 0x40) != 0;
        for (var y = 0; y < height; y++)
        {
            var row = interlaced ? InterlacedRow(y, height) : y;
            Paint(indexes.AsSpan(y * width, width), palette, transparent, pixels.RowSpan<byte>(top + row)[(left * 4)..]);
        }

        return pixels;
    }

    private static void Paint(ReadOnlySpan<byte> indexes, ReadOnlySpan<byte> palette, int transparent, Span<byte> to)
    {
        for (var x = 0; x < indexes.Length; x++)
        {
            int index = indexes[x];
            if (index == transparent || (3 * index) + 2 >= palette.Length) continue;
            to[4 * x] = palette[(3 * index) + 2];
            to[(4 * x) + 1] = palette[(3 * index) + 1];
            to[(4 * x) + 2] = palette[3 * index];
            to[(4 * x) + 3] = 255;
        }
    }

    // The n-th stored row: first every eighth, then those between, and so on.
    private static int InterlacedRow(int n, int height)
    {
        foreach (var (start, step) in new[] { (0, 8), (4, 8), (2, 4), (1, 2) })
        {
            var rows = height > start ? ((height - start - 1) / step) + 1 : 0;
            if (n < rows) return start + (n * step);
            n -= rows;
        }

        return height - 1;
    }

    private static ReadOnlySpan<byte> Palette(ReadOnlySpan<byte> file, scoped ref int at, byte flags)
    {
        if ((flags & 0x80) == 0) return default;
        var length = Math.Min(3 << ((flags & 7) + 1), file.Length - at);
        var palette = file.Slice(at, length);
        at += length;
        return palette;
    }

    private static bool SkipBlocks(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length)
        {
            int length = file[at];
            at += 1 + length;
            if (length == 0) return true;
        }

        return false;
    }
}
