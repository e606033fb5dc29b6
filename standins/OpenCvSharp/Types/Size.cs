namespace OpenCvSharp;

/// <summary>A size in pixels.</summary>
public record struct Size(int Width, int Height)
{
    /// <summary>Columns.</summary>
    public int Width = Width;

    /// <summary>Rows.</summary>
    public int Height = Height;

    /// <summary>A size from fractions, cut off.</summary>
    public Size(double width, double height) : this((int)width, (int)height)
    {
    }
}
