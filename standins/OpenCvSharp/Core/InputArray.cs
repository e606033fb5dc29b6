using System.Runtime.InteropServices.Marshalling;

namespace OpenCvSharp;

/// <summary>
/// Something to read from: a matrix, a scalar or a number, made by implicit conversion at a call. An absent one is
/// <c>default</c>. Holds no native memory of its own.
/// </summary>
[NativeMarshalling(typeof(InputArrayMarshaller))]
public sealed class InputArray
{
    internal enum Form : long
    {
        Matrix = 1,
        Scalar = 2,
        Number = 3,
    }

    private InputArray(Form kind, Mat? mat, Scalar numbers)
    {
        Kind = kind;
        Mat = mat;
        Numbers = numbers;
    }

    internal Form Kind { get; }

    internal Mat? Mat { get; }

    internal Scalar Numbers { get; }

    /// <summary>Reads a matrix.</summary>
    public static implicit operator InputArray(Mat mat) => Create(mat);

    /// <summary>Reads four numbers, one per channel.</summary>
    public static implicit operator InputArray(Scalar s) => Create(s);

    /// <summary>Reads one number.</summary>
    public static implicit operator InputArray(double d) => Create(d);

    /// <summary>Reads a matrix.</summary>
    public static InputArray Create(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        mat.ThrowIfDisposed();
        return new(Form.Matrix, mat, default);
    }

    /// <summary>Reads four numbers, one per channel.</summary>
    public static InputArray Create(Scalar val) => new(Form.Scalar, null, val);

    /// <summary>Reads one number.</summary>
    public static InputArray Create(double val) => new(Form.Number, null, new Scalar(val));
}
