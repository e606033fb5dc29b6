using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A colour of three bytes, in OpenCV's order blue, green, red.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3b(byte item0, byte item1, byte item2) : IEquatable<Vec3b>
{
    /// <summary>Channel 0.</summary>
    public byte Item0 = item0;

    /// <summary>Channel 1.</summary>
    public byte Item1 = item1;

    /// <summary>Channel 2.</summary>
    public byte Item2 = item2;

    /// <summary>The value of a channel.</summary>
    public byte this[int i]
    {
        get => AsSpan()[i];
        set => AsSpan()[i] = value;
    }

    /// <summary>The channels in place.</summary>
    [UnscopedRef]
    public Span<byte> AsSpan() => MemoryMarshal.CreateSpan(ref Item0, 3);

    /// <inheritdoc/>
    public readonly bool Equals(Vec3b other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Vec3b other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);

    /// <inheritdoc/>
    public override readonly string ToString() => FormattableString.Invariant($"Vec3b ({Item0}, {Item1}, {Item2})");
}
