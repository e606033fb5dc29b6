namespace OpenCvSharp;

// Per element. Results saturate; `dtype` is the depth of the result, negative for that of the sources.
public static unsafe partial class Cv2
{
    /// <summary>src1 + src2.</summary>
    public static void Add(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = default, int dtype = -1) =>
        NativeError.Check(NativeMethods.Add(Required(src1), Required(src2), dst, mask, dtype));

    /// <summary>src1 − src2.</summary>
    public static void Subtract(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = default, int dtype = -1) =>
        NativeError.Check(NativeMethods.Subtract(Required(src1), Required(src2), dst, mask, dtype));

    /// <summary>src1 − src2.</summary>
    public static void Subtract(InputArray src1, Scalar src2, OutputArray dst, InputArray? mask = default, int dtype = -1) =>
        NativeError.Check(NativeMethods.Subtract(Required(src1), src2, dst, mask, dtype));

    /// <summary>src1 − src2.</summary>
    public static void Subtract(Scalar src1, InputArray src2, OutputArray dst, InputArray? mask = default, int dtype = -1) =>
        NativeError.Check(NativeMethods.Subtract(src1, Required(src2), dst, mask, dtype));

    /// <summary>src1 × src2 × scale.</summary>
    public static void Multiply(InputArray src1, InputArray src2, OutputArray dst, double scale = 1, int dtype = -1) =>
        NativeError.Check(NativeMethods.Multiply(Required(src1), Required(src2), dst, scale, dtype));

    /// <summary>src1 × scale ÷ src2; integers divided by 0 are 0.</summary>
    public static void Divide(InputArray src1, InputArray src2, OutputArray dst, double scale = 1, MatType? dtype = null) =>
        NativeError.Check(NativeMethods.Divide(Required(src1), Required(src2), dst, scale, dtype?.Value ?? -1));

    /// <summary>src1 × alpha + src2 × beta + gamma.</summary>
    public static void AddWeighted(
        InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1) =>
        NativeError.Check(NativeMethods.AddWeighted(Required(src1), alpha, Required(src2), beta, gamma, dst, dtype));

    /// <summary>|src1 − src2|.</summary>
    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst) =>
        NativeError.Check(NativeMethods.Absdiff(Required(src1), Required(src2), dst));

    /// <summary>The smaller.</summary>
    public static void Min(InputArray src1, InputArray src2, OutputArray dst) =>
        NativeError.Check(NativeMethods.Min(Required(src1), Required(src2), dst));

    /// <summary>The smaller.</summary>
    public static void Min(Mat src1, Mat src2, Mat dst) => NativeError.Check(NativeMethods.Min(src1, src2, dst));

    /// <summary>The smaller.</summary>
    public static void Min(Mat src1, double src2, Mat dst) => NativeError.Check(NativeMethods.Min(src1, src2, dst));

    /// <summary>The larger.</summary>
    public static void Max(InputArray src1, InputArray src2, OutputArray dst) =>
        NativeError.Check(NativeMethods.Max(Required(src1), Required(src2), dst));

    /// <summary>The larger.</summary>
    public static void Max(Mat src1, Mat src2, Mat dst) => NativeError.Check(NativeMethods.Max(src1, src2, dst));

    /// <summary>The larger.</summary>
    public static void Max(Mat src1, double src2, Mat dst) => NativeError.Check(NativeMethods.Max(src1, src2, dst));

    /// <summary>Bits in both.</summary>
    public static void BitwiseAnd(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = default) =>
        NativeError.Check(NativeMethods.BitwiseAnd(Required(src1), Required(src2), dst, mask));

    /// <summary>Bits in either.</summary>
    public static void BitwiseOr(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = default) =>
        NativeError.Check(NativeMethods.BitwiseOr(Required(src1), Required(src2), dst, mask));

    /// <summary>Bits turned over.</summary>
    public static void BitwiseNot(InputArray src, OutputArray dst, InputArray? mask = default) =>
        NativeError.Check(NativeMethods.BitwiseNot(Required(src), dst, mask));

    /// <summary>255 where the comparison holds, else 0.</summary>
    public static void Compare(InputArray src1, InputArray src2, OutputArray dst, CmpTypes cmpop) =>
        NativeError.Check(NativeMethods.Compare(Required(src1), Required(src2), dst, (int)cmpop));

    /// <summary>255 where every channel lies between the bounds, which count in, else 0.</summary>
    public static void InRange(InputArray src, Scalar lowerb, Scalar upperb, OutputArray dst) =>
        NativeError.Check(NativeMethods.InRange(Required(src), lowerb, upperb, dst));

    /// <summary>src to a power.</summary>
    public static void Pow(InputArray src, double power, OutputArray dst) =>
        NativeError.Check(NativeMethods.Pow(Required(src), power, dst));

    /// <summary>Square roots.</summary>
    public static void Sqrt(InputArray src, OutputArray dst) => NativeError.Check(NativeMethods.Sqrt(Required(src), dst));

    /// <summary>Replaces each byte by its entry of a table of 256.</summary>
    public static void LUT(InputArray src, InputArray lut, OutputArray dst) =>
        NativeError.Check(NativeMethods.Lut(Required(src), Required(lut), dst));

    /// <inheritdoc cref="LUT(InputArray, InputArray, OutputArray)"/>
    public static void LUT(InputArray src, byte[] lut, OutputArray dst)
    {
        ArgumentNullException.ThrowIfNull(lut);
        if (lut.Length != 256)
            throw new ArgumentException("a table has 256 entries", nameof(lut));
        using var table = Mat.FromPixelData(256, 1, MatType.CV_8UC1, lut);
        LUT(src, table, dst);
    }
}
