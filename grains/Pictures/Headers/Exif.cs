using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>Finds the orientation in a TIFF structure. Anything unusual counts as "does not say".</summary>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;
    private const int EntryBytes = 12;

    public static PictureOrientation? Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return null;
        bool little;
        if (tiff[..4].SequenceEqual("II*\0"u8)) little = true;
        else if (tiff[..4].SequenceEqual("MM\0*"u8)) little = false;
        else return null;

        var start = Int(tiff[4..], little);
        if (start < 8 || start > tiff.Length - 2) return null;
        var entries = Short(tiff[(int)start..], little);
        var at = (int)start + 2;
        for (var n = 0; n < entries && at <= tiff.Length - EntryBytes; n++, at += EntryBytes)
        {
            if (Short(tiff[at..], little) != OrientationTag) continue;
            var value = Short(tiff[(at + 8)..], little);
            return Short(tiff[(at + 2)..], little) == ShortType && value is >= 1 and <= 8 ? (PictureOrientation)value : null;
        }

        return null;
    }

    private static ushort Short(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Int(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
