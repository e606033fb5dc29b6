using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Three single precision channels.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vec3f(float item0, float item1, float item2) : IEquatable<Vec3f>
{
    /// <summary>Channel 0.</summary>
    public float Item0 = item0;

    /// <summary>Channel 1.</summary>
    public float Item1 = item1;

    /// <summary>Channel 2.</summary>
    public float Item2 = item2;

    /// <summary>The value of a channel.</summary>
    public float this[int i]
    {
        get => AsSpan()[i];
        set => AsSpan()[i] = value;
    }

    /// <summary>The channels in place.</summary>
    [UnscopedRef]
    public Span<float> AsSpan() => MemoryMarshal.CreateSpan(ref Item0, 3);

    /// <inheritdoc/>
    public readonly bool Equals(Vec3f other) => Item0.Equals(other.Item0) && Item1.Equals(other.Item1) && Item2.Equals(other.Item2);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Vec3f other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Item0, Item1, Item2);

    /// <inheritdoc/>
    public override readonly string ToString() => FormattableString.Invariant($"Vec3f ({Item0}, {Item1}, {Item2})");
}
