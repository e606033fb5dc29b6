namespace OpenCvSharp;

/// <summary>A matrix to read and write, made by implicit conversion at a call.</summary>
public sealed class InputOutputArray : OutputArray
{
    private InputOutputArray(Mat mat) : base(mat)
    {
    }

    /// <summary>Reads and writes a matrix.</summary>
    public static implicit operator InputOutputArray(Mat mat) => new(mat);

    /// <summary>Reads and writes a matrix.</summary>
    public static new InputOutputArray Create(Mat mat) => new(mat);
}
