namespace OpenCvSharp;

// Each answer is a new header that the caller disposes of.
public partial class Mat
{
    /// <summary>A region, sharing the pixels. Setting copies into it.</summary>
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using var region = SubMat(roi);
            if (value.Size() != region.Size())
                throw new ArgumentException("the size differs from the region's", nameof(value));
            value.CopyTo(region);
        }
    }

    /// <summary>A region, sharing the pixels.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    /// <exception cref="OpenCVException">It reaches outside.</exception>
    public Mat SubMat(Rect roi) => SubMat(roi.Top, roi.Bottom, roi.Left, roi.Right);

    /// <inheritdoc cref="SubMat(Rect)"/>
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd)
    {
        if (rowStart >= rowEnd)
            throw new ArgumentException("rowStart >= rowEnd");
        if (colStart >= colEnd)
            throw new ArgumentException("colStart >= colEnd");
        return new(Region(rowStart, rowEnd, colStart, colEnd));
    }

    /// <summary>One row, sharing the pixels.</summary>
    public Mat Row(int y) => RowRange(y, y + 1);

    /// <summary>Rows, sharing the pixels; the end lies outside.</summary>
    public Mat RowRange(int startRow, int endRow) => new(Region(startRow, endRow, 0, Cols));

    /// <summary>One column, sharing the pixels.</summary>
    public Mat Col(int x) => ColRange(x, x + 1);

    /// <summary>Columns, sharing the pixels; the end lies outside.</summary>
    public Mat ColRange(int startCol, int endCol) => new(Region(0, Rows, startCol, endCol));

    /// <summary>The same pixels with other channels and rows; 0 keeps.</summary>
    public Mat Reshape(int cn, int rows = 0)
    {
        NativeError.Check(NativeMethods.MatReshape(this, cn, rows, out var reshaped));
        return new(new MatSafeHandle(reshaped, Handle.Pixels));
    }

    internal MatSafeHandle Region(int top, int bottom, int left, int right)
    {
        NativeError.Check(NativeMethods.MatRegion(this, top, bottom, left, right, out var region));
        return new(region, Handle.Pixels);
    }
}
