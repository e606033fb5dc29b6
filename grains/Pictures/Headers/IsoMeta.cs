using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>
/// The primary item's size and turns from a <c>meta</c> box (ISO/IEC 23008-12): <c>pitm</c> names the item, <c>ipma</c> lists its
/// properties by number, <c>ipco</c> holds them (<c>ispe</c> size, <c>irot</c> quarter turns counter-clockwise, <c>imir</c> mirroring).
/// </summary>
internal static class IsoMeta
{
    private const int MostProperties = 4096;

    internal readonly record struct Item(int Width, int Height, PictureOrientation Orientation);

    public static Item? Primary(ReadOnlySpan<byte> meta)
    {
        var children = meta.Length > 4 ? meta[4..] : default;
        var pitm = IsoBoxes.Find(children, "pitm"u8);
        if (pitm.Length < 6) return null;
        var id = pitm[0] == 0 ? BinaryPrimitives.ReadUInt16BigEndian(pitm[4..])
            : pitm.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(pitm[4..]) : 0;
        var iprp = IsoBoxes.Find(children, "iprp"u8);
        return Resolve(IsoBoxes.Find(iprp, "ipco"u8), Associated(IsoBoxes.Find(iprp, "ipma"u8), id));
    }

    // The standard orders the properties: size first, then turn, then mirror; writers follow it.
    private static Item? Resolve(ReadOnlySpan<byte> properties, HashSet<int> wanted)
    {
        int width = 0, height = 0;
        var turn = Turn.None;
        var walk = new IsoBoxes(properties);
        for (var number = 1; number <= MostProperties && walk.MoveNext(); number++)
        {
            if (!wanted.Contains(number)) continue;
            var content = walk.Content;
            if (walk.Name.SequenceEqual("ispe"u8) && content.Length >= 12)
            {
                width = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
                height = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(content[8..]));
            }
            else if (walk.Name.SequenceEqual("irot"u8) && content.Length >= 1)
            {
                for (var quarter = 0; quarter < (content[0] & 3); quarter++) turn = turn.CounterClockwise();
            }
            else if (walk.Name.SequenceEqual("imir"u8) && content.Length >= 1)
            {
                turn = (content[0] & 1) == 0 ? turn.Flip() : turn.Mirror();
            }
        }

        return width > 0 && height > 0 ? new Item(width, height, turn.AsOrientation()) : null;
    }

    private static HashSet<int> Associated(ReadOnlySpan<byte> ipma, uint id)
    {
        var found = new HashSet<int>();
        if (ipma.Length < 8) return found;
        var wideIds = ipma[0] >= 1;
        var indexBytes = (ipma[3] & 1) != 0 ? 2 : 1;
        var head = wideIds ? 5 : 3;
        var at = 8;
        while (at + head <= ipma.Length && found.Count == 0)
        {
            var item = wideIds ? BinaryPrimitives.ReadUInt32BigEndian(ipma[at..]) : BinaryPrimitives.ReadUInt16BigEndian(ipma[at..]);
            int count = ipma[at + head - 1];
            at += head;
            for (; count > 0 && at + indexBytes <= ipma.Length; count--, at += indexBytes)
            {
                // The top bit says "essential"; the rest is the number, from 1.
                var number = indexBytes == 2 ? BinaryPrimitives.ReadUInt16BigEndian(ipma[at..]) & 0x7FFF : ipma[at] & 0x7F;
                if (item == id) found.Add(number);
            }
        }

        return found;
    }
}
