namespace OpenCvSharp;

public partial class Mat
{
    /// <summary>A matrix with its own copy of the pixels.</summary>
    public Mat Clone()
    {
        NativeError.Check(NativeMethods.MatClone(this, out var clone));
        return new(clone);
    }

    /// <summary>A matrix with its own copy of a region's pixels.</summary>
    public Mat Clone(Rect roi)
    {
        using var region = SubMat(roi);
        return region.Clone();
    }

    /// <summary>Copies the pixels, where a mask is given only those where it is not zero.</summary>
    public void CopyTo(OutputArray m, InputArray? mask = default) => NativeError.Check(NativeMethods.MatCopy(this, m, mask));

    /// <inheritdoc cref="CopyTo(OutputArray, InputArray)"/>
    public void CopyTo(Mat m, InputArray? mask = default) => NativeError.Check(NativeMethods.MatCopy(this, m, mask));

    /// <summary>Writes value × alpha + beta in another depth, saturated; a negative type keeps the depth.</summary>
    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        NativeError.Check(NativeMethods.MatConvert(this, m, rtype.Value, alpha, beta));

    /// <summary>Sets all pixels, or those where the mask is not zero, and answers itself.</summary>
    public Mat SetTo(Scalar value, Mat? mask = null) => SetTo((InputArray)value, mask);

    /// <inheritdoc cref="SetTo(Scalar, Mat)"/>
    public Mat SetTo(InputArray value, Mat? mask = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        NativeError.Check(NativeMethods.MatSet(this, value, mask is null ? null : (InputArray)mask));
        return this;
    }
}
