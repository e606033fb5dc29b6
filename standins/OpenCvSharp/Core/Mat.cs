using System.Runtime.InteropServices.Marshalling;

namespace OpenCvSharp;

/// <summary>
/// A matrix of pixels in native memory. Assignment shares the object; a region or a reshaped matrix is a new header
/// over the same pixels, a clone has its own. Dispose of each: the garbage collector does not see the memory.
/// One matrix may be read by several threads, not written or disposed of meanwhile.
/// </summary>
[NativeMarshalling(typeof(MatMarshaller))]
public partial class Mat : CvObject
{
    /// <summary>An empty matrix.</summary>
    public Mat()
    {
        NativeError.Check(NativeMethods.MatNew(out var mat));
        Handle = new(mat, true);
    }

    /// <summary>A matrix with undefined contents.</summary>
    public Mat(int rows, int cols, MatType type)
    {
        NativeError.Check(NativeMethods.MatAllocate(rows, cols, type.Value, out var mat));
        Handle = new(mat, true);
    }

    /// <summary>A matrix with undefined contents.</summary>
    public Mat(Size size, MatType type) : this(size.Height, size.Width, type)
    {
    }

    /// <summary>A matrix filled with one value.</summary>
    public Mat(int rows, int cols, MatType type, Scalar s)
    {
        NativeError.Check(NativeMethods.MatFilled(rows, cols, type.Value, s, out var mat));
        Handle = new(mat, true);
    }

    /// <summary>A matrix filled with one value.</summary>
    public Mat(Size size, MatType type, Scalar s) : this(size.Height, size.Width, type, s)
    {
    }

    /// <summary>A new header over a region of another matrix; the pixels are shared.</summary>
    public Mat(Mat m, Rect roi)
    {
        ArgumentNullException.ThrowIfNull(m);
        Handle = m.Region(roi.Top, roi.Bottom, roi.Left, roi.Right);
    }

    internal Mat(MatSafeHandle handle) => Handle = handle;

    internal Mat(IntPtr owned) : this(new MatSafeHandle(owned, true))
    {
    }

    internal MatSafeHandle Handle { get; }

    /// <inheritdoc/>
    public override IntPtr CvPtr
    {
        get
        {
            ThrowIfDisposed();
            return Handle.DangerousGetHandle();
        }
    }

    /// <summary>A header over the caller's memory, which must outlive every header over it.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="cols">Columns.</param>
    /// <param name="type">Element type.</param>
    /// <param name="data">The first pixel.</param>
    /// <param name="step">Bytes from one row to the next; 0 when rows follow each other without a gap.</param>
    public static Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0)
    {
        NativeError.Check(NativeMethods.MatOver(rows, cols, type.Value, data, step, out var mat));
        return new(mat);
    }

    /// <summary>A header over a managed array, which stays pinned until every header over it is disposed of.</summary>
    /// <inheritdoc cref="FromPixelData(int, int, MatType, IntPtr, long)"/>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var pixels = new PinnedPixels(data);
        pixels.Hold();
        try
        {
            NativeError.Check(NativeMethods.MatOver(rows, cols, type.Value, pixels.Address, step, out var mat));
            return new(new MatSafeHandle(mat, pixels));
        }
        finally
        {
            pixels.Release();
        }
    }

    /// <summary>A matrix of zeros.</summary>
    public static Mat ZerosMat(int rows, int cols, MatType type) => new(rows, cols, type, default);

    /// <summary>A matrix of zeros.</summary>
    public static Mat ZerosMat(Size size, MatType type) => new(size, type, default);

    /// <summary>Decodes a picture; empty when it cannot be decoded.</summary>
    /// <exception cref="ArgumentException">There are no bytes.</exception>
    public static Mat FromImageData(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);

    /// <inheritdoc cref="FromImageData(byte[], ImreadModes)"/>
    public static Mat FromImageData(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    /// <inheritdoc cref="FromImageData(byte[], ImreadModes)"/>
    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(imageBytes, mode);

    /// <inheritdoc cref="FromImageData(byte[], ImreadModes)"/>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => Cv2.ImDecode(span, mode);

    /// <summary>Gives up the pixels and becomes empty; the object can be used again.</summary>
    public void Release() => NativeError.Check(NativeMethods.MatRelease(this));

    /// <summary>Allocates, unless size and type are as asked already.</summary>
    public void Create(int rows, int cols, MatType type) => NativeError.Check(NativeMethods.MatCreate(this, rows, cols, type.Value));

    /// <inheritdoc cref="Create(int, int, MatType)"/>
    public void Create(Size size, MatType type) => Create(size.Height, size.Width, type);

    /// <inheritdoc/>
    protected override void DisposeManaged() => Handle.Dispose();
}
