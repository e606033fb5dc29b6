using System.Runtime.InteropServices.Marshalling;

namespace OpenCvSharp;

/// <summary>A matrix to write to, made by implicit conversion at a call. OpenCV allocates its pixels when they do not fit.</summary>
[NativeMarshalling(typeof(OutputArrayMarshaller))]
public class OutputArray
{
    internal OutputArray(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        mat.ThrowIfDisposed();
        Mat = mat;
    }

    internal Mat Mat { get; }

    /// <summary>Writes to a matrix.</summary>
    public static implicit operator OutputArray(Mat mat) => new(mat);

    /// <summary>Writes to a matrix.</summary>
    public static OutputArray Create(Mat mat) => new(mat);
}
