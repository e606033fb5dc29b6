using System.Buffers.Binary;
using Darkroom.Pictures;
using OpenCvSharp;

namespace Darkroom.Imaging.Pixels;

/// <summary>WebP. The codec refuses animations, so the first frame is taken out and put into a file of its own.</summary>
internal static class WebPPixels
{
    private const int RiffHead = 12;
    private const int ChunkHead = 8;
    private const int FrameHead = 16;

    /// <summary>The pixels; null when the file is broken.</summary>
    public static Mat? Decode(ReadOnlySpan<byte> file, PictureHeader header)
    {
        if (!header.Animated) return Cv2.ImDecode(file, ImreadModes.Unchanged);
        var chunks = file[RiffHead..];
        while (Next(ref chunks, out var name, out var content))
        {
            if (name.SequenceEqual("ANMF"u8)) return content.Length > FrameHead ? Frame(content, header) : null;
        }

        return null;
    }

    private static Mat? Frame(ReadOnlySpan<byte> frame, PictureHeader header)
    {
        var (left, top) = (2 * Int24(frame), 2 * Int24(frame[3..]));
        var (width, height) = (1 + Int24(frame[6..]), 1 + Int24(frame[9..]));
        if (left + width > header.StoredWidth || top + height > header.StoredHeight) return null;
        using var decoded = Cv2.ImDecode(Alone(frame[FrameHead..], width, height), ImreadModes.Unchanged);
        if (decoded.Empty() || decoded.Width != width || decoded.Height != height) return null;

        using var coloured = new Mat();
        if (decoded.Channels() == 3) Cv2.CvtColor(decoded, coloured, ColorConversionCodes.BGR2BGRA);
        else decoded.CopyTo(coloured);
        var canvas = new Mat(header.StoredHeight, header.StoredWidth, MatType.CV_8UC4, default);
        using var place = new Mat(canvas, new Rect(left, top, width, height));
        coloured.CopyTo(place);
        return canvas;
    }

    // A file with one picture: an extended header that announces alpha where the frame has it, then the frame's own chunks.
    private static byte[] Alone(ReadOnlySpan<byte> chunks, int width, int height)
    {
        var rest = chunks;
        var alpha = Next(ref rest, out var name, out _) && name.SequenceEqual("ALPH"u8);
        var extended = alpha ? ChunkHead + 10 : 0;
        var file = new byte[RiffHead + extended + chunks.Length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBP"u8.CopyTo(file.AsSpan(8));
        if (alpha)
        {
            var head = file.AsSpan(RiffHead);
            "VP8X"u8.CopyTo(head);
            head[4] = 10;
            head[8] = 0x10;
            Write24(head[12..], width - 1);
            Write24(head[15..], height - 1);
        }

        chunks.CopyTo(file.AsSpan(RiffHead + extended));
        return file;
    }

    private static bool Next(ref ReadOnlySpan<byte> chunks, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> content)
    {
        name = content = default;
        if (chunks.Length < ChunkHead) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
        if (length > chunks.Length - ChunkHead) return false;
        name = chunks[..4];
        content = chunks.Slice(ChunkHead, (int)length);
        var padded = ChunkHead + (int)length + (int)(length & 1);
        chunks = chunks[Math.Min(padded, chunks.Length)..];
        return true;
    }

    private static int Int24(ReadOnlySpan<byte> at) => at[0] | at[1] << 8 | at[2] << 16;

    private static void Write24(Span<byte> to, int value)
    {
        to[0] = (byte)value;
        to[1] = (byte)(value >> 8);
        to[2] = (byte)(value >> 16);
    }
}
