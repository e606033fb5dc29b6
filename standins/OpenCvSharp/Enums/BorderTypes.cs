namespace OpenCvSharp;

/// <summary>What lies outside a picture.</summary>
public enum BorderTypes
{
    Constant = 0,
    Replicate = 1,
    Reflect = 2,
    Wrap = 3,
    Reflect101 = 4,
    Transparent = 5,
    Default = 4,
    Isolated = 16,
}
