using System.Buffers.Binary;

namespace Darkroom.Pictures.Headers;

/// <summary>Walks the boxes that lie side by side in a box's content; ends at the first that does not fit.</summary>
internal ref struct IsoBoxes(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> rest = rest;

    /// <summary>The four letters of the current box.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What the current box holds.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>The content of the first box of this name, or nothing.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> name)
    {
        var walk = new IsoBoxes(boxes);
        while (walk.MoveNext())
        {
            if (walk.Name.SequenceEqual(name)) return walk.Content;
        }

        return default;
    }

    /// <summary>Length and head of the box at this place: a 32-bit length and a name, or a 64-bit length after them; -1 if impossible.</summary>
    public static (long Length, int Head) Frame(ReadOnlySpan<byte> at)
    {
        var small = BinaryPrimitives.ReadUInt32BigEndian(at);
        if (small != 1) return (small, 8);
        var large = at.Length >= 16 ? BinaryPrimitives.ReadUInt64BigEndian(at[8..]) : 0;
        return (large <= uint.MaxValue ? (long)large : -1, 16);
    }

    public bool MoveNext()
    {
        if (rest.Length < 8) return false;
        var (length, head) = Frame(rest);
        if (length < head || length > rest.Length) return false;
        Name = rest[4..8];
        Content = rest[head..(int)length];
        rest = rest[(int)length..];
        return true;
    }
}
