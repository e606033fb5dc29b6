namespace OpenCvSharp;

/// <summary>A rectangle of pixels; right and bottom lie outside.</summary>
public record struct Rect(int X, int Y, int Width, int Height)
{
    /// <summary>First column.</summary>
    public int X = X;

    /// <summary>First row.</summary>
    public int Y = Y;

    /// <summary>Columns.</summary>
    public int Width = Width;

    /// <summary>Rows.</summary>
    public int Height = Height;

    /// <summary>A rectangle from its corner and size.</summary>
    public Rect(Point location, Size size) : this(location.X, location.Y, size.Width, size.Height)
    {
    }

    /// <summary>First row.</summary>
    public int Top
    {
        readonly get => Y;
        set => Y = value;
    }

    /// <summary>The row below the last.</summary>
    public readonly int Bottom => Y + Height;

    /// <summary>First column.</summary>
    public int Left
    {
        readonly get => X;
        set => X = value;
    }

    /// <summary>The column right of the last.</summary>
    public readonly int Right => X + Width;

    /// <summary>The upper left corner.</summary>
    public Point Location
    {
        readonly get => new(X, Y);
        set => (X, Y) = (value.X, value.Y);
    }

    /// <summary>Columns and rows.</summary>
    public Size Size
    {
        readonly get => new(Width, Height);
        set => (Width, Height) = (value.Width, value.Height);
    }

    /// <summary>The upper left corner.</summary>
    public readonly Point TopLeft => new(X, Y);

    /// <summary>The place right of and below the last pixel.</summary>
    public readonly Point BottomRight => new(X + Width, Y + Height);

    /// <summary>A rectangle from its edges.</summary>
    public static Rect FromLTRB(int left, int top, int right, int bottom)
    {
        if (right < left || bottom < top)
            throw new ArgumentException("a rectangle's right and bottom must not lie before its left and top");
        return new(left, top, right - left, bottom - top);
    }

    /// <summary>Moved.</summary>
    public static Rect operator +(Rect rect, Point pt) => rect with { X = rect.X + pt.X, Y = rect.Y + pt.Y };

    /// <summary>Moved back.</summary>
    public static Rect operator -(Rect rect, Point pt) => rect with { X = rect.X - pt.X, Y = rect.Y - pt.Y };

    /// <summary>What both cover.</summary>
    public static Rect operator &(Rect a, Rect b) => Intersect(a, b);

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect operator |(Rect a, Rect b) => Union(a, b);

    /// <summary>Whether a pixel lies inside.</summary>
    public readonly bool Contains(int x, int y) => X <= x && Y <= y && x < Right && y < Bottom;

    /// <summary>Whether a pixel lies inside.</summary>
    public readonly bool Contains(Point pt) => Contains(pt.X, pt.Y);

    /// <summary>Whether another rectangle lies inside.</summary>
    public readonly bool Contains(Rect rect) => X <= rect.X && Y <= rect.Y && rect.Right <= Right && rect.Bottom <= Bottom;

    /// <summary>Grows on every side.</summary>
    public void Inflate(int width, int height)
    {
        X -= width;
        Y -= height;
        Width += 2 * width;
        Height += 2 * height;
    }

    /// <summary>What both cover; all zero when that is nothing.</summary>
    public static Rect Intersect(Rect a, Rect b)
    {
        int left = Math.Max(a.X, b.X), right = Math.Min(a.Right, b.Right);
        int top = Math.Max(a.Y, b.Y), bottom = Math.Min(a.Bottom, b.Bottom);
        return right > left && bottom > top ? new(left, top, right - left, bottom - top) : default;
    }

    /// <summary>What both cover; all zero when that is nothing.</summary>
    public readonly Rect Intersect(Rect rect) => Intersect(this, rect);

    /// <summary>Whether both cover a pixel.</summary>
    public readonly bool IntersectsWith(Rect rect) => X < rect.Right && rect.X < Right && Y < rect.Bottom && rect.Y < Bottom;

    /// <summary>The smallest rectangle around both.</summary>
    public static Rect Union(Rect a, Rect b) => FromLTRB(
        Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom));

    /// <summary>The smallest rectangle around both.</summary>
    public readonly Rect Union(Rect rect) => Union(this, rect);
}
