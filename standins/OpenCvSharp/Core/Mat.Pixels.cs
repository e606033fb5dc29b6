using System.Runtime.CompilerServices;

namespace OpenCvSharp;

// Pointers, references and spans die with the matrix and with any call that reallocates it.
public unsafe partial class Mat
{
    /// <summary>The first pixel.</summary>
    public IntPtr Data => (IntPtr)Header.Data;

    /// <summary>The first pixel.</summary>
    public byte* DataPointer => Header.Data;

    /// <summary>The start of the memory that the pixels lie in.</summary>
    public IntPtr DataStart => (IntPtr)Header.Start;

    /// <summary>The end of the used memory.</summary>
    public IntPtr DataEnd => (IntPtr)Header.End;

    /// <summary>The first element of a row. Not checked.</summary>
    public IntPtr Ptr(int i0)
    {
        var header = Header;
        return (IntPtr)(header.Data + header.Step * i0);
    }

    /// <summary>The element in a row and column. Not checked.</summary>
    public IntPtr Ptr(int i0, int i1)
    {
        var header = Header;
        return (IntPtr)(header.Data + header.Step * i0 + header.ElementSize * i1);
    }

    /// <summary>The first element of a row. Neither bounds nor type are checked.</summary>
    public ref T At<T>(int i0) where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0));

    /// <summary>The element in a row and column. Neither bounds nor type are checked.</summary>
    public ref T At<T>(int i0, int i1) where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0, i1));

    /// <summary>The element in a row and column. Neither bounds nor type are checked.</summary>
    public T Get<T>(int i0, int i1) where T : struct => Unsafe.Read<T>((void*)Ptr(i0, i1));

    /// <summary>Writes the element in a row and column. Neither bounds nor type are checked.</summary>
    public void Set<T>(int i0, int i1, T value) where T : struct => Unsafe.Write((void*)Ptr(i0, i1), value);

    /// <summary>A row's elements. The type is not checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<T> RowSpan<T>(int row) where T : unmanaged
    {
        var header = Header;
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, header.Rows);
        return new(header.Data + header.Step * row, checked((int)(header.Cols * header.ElementSize / sizeof(T))));
    }

    /// <summary>All elements; empty when rows do not follow each other without a gap. The type is not checked.</summary>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        var header = Header;
        return header.IsContinuous && !header.IsEmpty
            ? new(header.Data, checked((int)(header.Total * header.ElementSize / sizeof(T))))
            : default;
    }

    /// <summary>Copies all elements into a new array.</summary>
    /// <exception cref="OpenCvSharpException">The array's type is not the element type.</exception>
    public bool GetArray<T>(out T[] data) where T : unmanaged
    {
        var header = RequireElement<T>();
        data = new T[header.Total];
        fixed (T* packed = data)
            NativeError.Check(NativeMethods.MatPixels(this, (byte*)packed, 0));
        return true;
    }

    /// <summary>Copies as many elements as the matrix has from an array.</summary>
    /// <exception cref="OpenCvSharpException">The array's type is not the element type.</exception>
    /// <exception cref="NotSupportedException">The array is shorter than the matrix.</exception>
    public bool SetArray<T>(params T[] data) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var header = RequireElement<T>();
        if (data.Length < header.Total)
            throw new NotSupportedException("This stand-in does not read past the end of an array that is shorter than the matrix.");
        fixed (T* packed = data)
            NativeError.Check(NativeMethods.MatPixels(this, (byte*)packed, 1));
        return true;
    }

    private MatHeader RequireElement<T>() where T : unmanaged
    {
        var header = Header;
        if (!ElementTypes.Accepts(typeof(T), header.Type))
            throw new OpenCvSharpException($"Mat data type is not compatible: {header.Type}");
        return header;
    }
}
