namespace OpenCvSharp;

/// <summary>Precision of a distance transform.</summary>
[Flags]
public enum DistanceTransformMasks
{
    Mask3 = 3,
    Mask5 = 5,
    Precise = 0,
}
