using System.Globalization;

namespace OpenCvSharp;

public partial class Mat
{
    /// <summary>OpenCV's flags: type and layout.</summary>
    public int Flags => Header.Flags;

    /// <summary>Dimensions; 2 for a picture.</summary>
    public int Dims => Header.Dims;

    /// <summary>Rows.</summary>
    public int Rows => Header.Rows;

    /// <summary>Rows.</summary>
    public int Height => Header.Rows;

    /// <summary>Columns.</summary>
    public int Cols => Header.Cols;

    /// <summary>Columns.</summary>
    public int Width => Header.Cols;

    private MatHeader Header
    {
        get
        {
            NativeError.Check(NativeMethods.MatHeader(this, out var header));
            return header;
        }
    }

    /// <summary>Columns and rows.</summary>
    public Size Size()
    {
        var header = Header;
        return new(header.Cols, header.Rows);
    }

    /// <summary>The element type.</summary>
    public MatType Type() => Header.Type;

    /// <summary>The depth, one of <see cref="MatType"/>'s constants.</summary>
    public int Depth() => Header.Type.Depth;

    /// <summary>Channels of an element.</summary>
    public int Channels() => Header.Type.Channels;

    /// <summary>Bytes of an element.</summary>
    public int ElemSize() => (int)Header.ElementSize;

    /// <summary>Bytes of one channel of an element.</summary>
    public int ElemSize1() => (int)Header.ChannelSize;

    /// <summary>Elements.</summary>
    public long Total() => Header.Total;

    /// <summary>Bytes from one row to the next.</summary>
    public long Step() => Header.Step;

    /// <summary>Whether there are no elements.</summary>
    public bool Empty() => Header.IsEmpty;

    /// <summary>Whether rows follow each other without a gap.</summary>
    public bool IsContinuous() => Header.IsContinuous;

    /// <summary>Whether this is a region of a larger matrix.</summary>
    public bool IsSubmatrix() => Header.IsSubmatrix;

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsDisposed)
            return "Mat [ disposed ]";
        var h = Header;
        var state = (h.IsContinuous ? ", IsContinuous" : "") + (h.IsSubmatrix ? ", IsSubmatrix" : "");
        return string.Create(CultureInfo.InvariantCulture, $"Mat [ {h.Rows}*{h.Cols}*{h.Type}{state} ]");
    }
}
