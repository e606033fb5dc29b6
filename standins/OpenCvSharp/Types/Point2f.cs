namespace OpenCvSharp;

/// <summary>A place between pixels.</summary>
public record struct Point2f(float X, float Y)
{
    /// <summary>Across.</summary>
    public float X = X;

    /// <summary>Down.</summary>
    public float Y = Y;

    /// <summary>A pixel's place.</summary>
    public static implicit operator Point2f(Point point) => new(point.X, point.Y);

    /// <summary>Cut off to a pixel's place.</summary>
    public static explicit operator Point(Point2f self) => new((int)self.X, (int)self.Y);
}
