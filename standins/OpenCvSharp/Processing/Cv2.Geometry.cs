namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    /// <summary>Another size: <paramref name="dsize"/>, or when that is zero the factors.</summary>
    public static void Resize(
        InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0,
        InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        NativeError.Check(NativeMethods.Resize(Required(src), dst, dsize.Width, dsize.Height, fx, fy, (int)interpolation));

    /// <summary>Mirrors.</summary>
    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) =>
        NativeError.Check(NativeMethods.Flip(Required(src), dst, (int)flipCode));

    /// <summary>Turns by quarters.</summary>
    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode) =>
        NativeError.Check(NativeMethods.Rotate(Required(src), dst, (int)rotateCode));

    /// <summary>Swaps rows and columns.</summary>
    public static void Transpose(InputArray src, OutputArray dst) => NativeError.Check(NativeMethods.Transpose(Required(src), dst));

    /// <summary>Adds a border.</summary>
    public static void CopyMakeBorder(
        InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        NativeError.Check(NativeMethods.Border(
            Required(src), dst, top, bottom, left, right, (int)borderType, value.GetValueOrDefault()));

    /// <summary>Maps by a 2×3 matrix.</summary>
    public static void WarpAffine(
        InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear,
        BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        NativeError.Check(NativeMethods.WarpAffine(
            Required(src), dst, Required(m), dsize.Width, dsize.Height, (int)flags, (int)borderMode, borderValue.GetValueOrDefault()));

    /// <summary>Maps by a 3×3 matrix.</summary>
    public static void WarpPerspective(
        InputArray src, OutputArray dst, InputArray m, Size dsize, InterpolationFlags flags = InterpolationFlags.Linear,
        BorderTypes borderMode = BorderTypes.Constant, Scalar? borderValue = null) =>
        NativeError.Check(NativeMethods.WarpPerspective(
            Required(src), dst, Required(m), dsize.Width, dsize.Height, (int)flags, (int)borderMode, borderValue.GetValueOrDefault()));

    /// <summary>Blurs and halves.</summary>
    public static void PyrDown(
        InputArray src, OutputArray dst, Size? dstSize = null, BorderTypes borderType = BorderTypes.Reflect101)
    {
        var size = dstSize.GetValueOrDefault();
        NativeError.Check(NativeMethods.PyrDown(Required(src), dst, size.Width, size.Height, (int)borderType));
    }

    /// <summary>Doubles and blurs.</summary>
    public static void PyrUp(
        InputArray src, OutputArray dst, Size? dstSize = null, BorderTypes borderType = BorderTypes.Reflect101)
    {
        var size = dstSize.GetValueOrDefault();
        NativeError.Check(NativeMethods.PyrUp(Required(src), dst, size.Width, size.Height, (int)borderType));
    }
}
