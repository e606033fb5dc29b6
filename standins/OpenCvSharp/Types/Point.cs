namespace OpenCvSharp;

/// <summary>A pixel's place.</summary>
public record struct Point(int X, int Y)
{
    /// <summary>Column.</summary>
    public int X = X;

    /// <summary>Row.</summary>
    public int Y = Y;

    /// <summary>A place from fractions, cut off.</summary>
    public Point(double x, double y) : this((int)x, (int)y)
    {
    }

    /// <summary>Component by component.</summary>
    public static Point operator +(Point p1, Point p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    /// <summary>Component by component.</summary>
    public static Point operator -(Point p1, Point p2) => new(p1.X - p2.X, p1.Y - p2.Y);
}
