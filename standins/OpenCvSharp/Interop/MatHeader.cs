using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>What is asked of a matrix again and again, read in one native call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MatHeader
{
    private const int ContinuousFlag = 1 << 14;
    private const int SubmatrixFlag = 1 << 15;
    private const int TypeMask = 0xFFF;

    internal int Flags, Dims, Rows, Cols;
    internal byte* Data, Start, End;
    internal long Step, ElementSize, ChannelSize, Total;

    internal readonly MatType Type => Flags & TypeMask;

    internal readonly bool IsContinuous => (Flags & ContinuousFlag) != 0;

    internal readonly bool IsSubmatrix => (Flags & SubmatrixFlag) != 0;

    internal readonly bool IsEmpty => Data is null || Total == 0;
}
