namespace OpenCvSharp;

/// <summary>Axes to mirror at.</summary>
public enum FlipMode
{
    X = 0,
    Y = 1,
    XY = -1,
}
