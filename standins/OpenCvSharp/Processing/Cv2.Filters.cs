namespace OpenCvSharp;

// An absent anchor is the kernel's middle.
public static unsafe partial class Cv2
{
    private static readonly Point _middle = new(-1, -1);

    /// <summary>Weighted by a bell curve; a size of 0 follows from sigma, a sigma of 0 from the size.</summary>
    public static void GaussianBlur(
        InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Reflect101) =>
        NativeError.Check(NativeMethods.GaussianBlur(Required(src), dst, ksize.Width, ksize.Height, sigmaX, sigmaY, (int)borderType));

    /// <summary>Means over a rectangle.</summary>
    public static void Blur(
        InputArray src, OutputArray dst, Size ksize, Point? anchor = null, BorderTypes borderType = BorderTypes.Reflect101) =>
        BoxFilter(src, dst, -1, ksize, anchor, true, borderType);

    /// <summary>Means or sums over a rectangle.</summary>
    public static void BoxFilter(
        InputArray src, OutputArray dst, MatType ddepth, Size ksize, Point? anchor = null, bool normalize = true,
        BorderTypes borderType = BorderTypes.Reflect101)
    {
        var at = anchor ?? _middle;
        NativeError.Check(NativeMethods.BoxFilter(
            Required(src), dst, ddepth.Value, ksize.Width, ksize.Height, at.X, at.Y, normalize ? 1 : 0, (int)borderType));
    }

    /// <summary>Medians over a square of odd size.</summary>
    public static void MedianBlur(InputArray src, OutputArray dst, int ksize) =>
        NativeError.Check(NativeMethods.MedianBlur(Required(src), dst, ksize));

    /// <summary>Smooths within edges.</summary>
    public static void BilateralFilter(
        InputArray src, OutputArray dst, int d, double sigmaColor, double sigmaSpace, BorderTypes borderType = BorderTypes.Reflect101) =>
        NativeError.Check(NativeMethods.BilateralFilter(Required(src), dst, d, sigmaColor, sigmaSpace, (int)borderType));

    /// <summary>Correlates with a kernel.</summary>
    public static void Filter2D(
        InputArray src, OutputArray dst, MatType ddepth, InputArray kernel, Point? anchor = null, double delta = 0,
        BorderTypes borderType = BorderTypes.Reflect101)
    {
        var at = anchor ?? _middle;
        NativeError.Check(NativeMethods.Filter(
            Required(src), dst, ddepth.Value, Required(kernel), at.X, at.Y, delta, (int)borderType));
    }

    /// <summary>Correlates with a row and a column.</summary>
    public static void SepFilter2D(
        InputArray src, OutputArray dst, MatType ddepth, InputArray kernelX, InputArray kernelY, Point? anchor = null,
        double delta = 0, BorderTypes borderType = BorderTypes.Reflect101)
    {
        var at = anchor ?? _middle;
        NativeError.Check(NativeMethods.SeparableFilter(
            Required(src), dst, ddepth.Value, Required(kernelX), Required(kernelY), at.X, at.Y, delta, (int)borderType));
    }

    /// <summary>Derivatives.</summary>
    public static void Sobel(
        InputArray src, OutputArray dst, MatType ddepth, int xorder, int yorder, int ksize = 3, double scale = 1,
        double delta = 0, BorderTypes borderType = BorderTypes.Reflect101) =>
        NativeError.Check(NativeMethods.Sobel(
            Required(src), dst, ddepth.Value, xorder, yorder, ksize, scale, delta, (int)borderType));

    /// <summary>Second derivatives.</summary>
    public static void Laplacian(
        InputArray src, OutputArray dst, MatType ddepth, int ksize = 1, double scale = 1, double delta = 0,
        BorderTypes borderType = BorderTypes.Reflect101) =>
        NativeError.Check(NativeMethods.Laplacian(Required(src), dst, ddepth.Value, ksize, scale, delta, (int)borderType));

    /// <summary>Thin edges.</summary>
    public static void Canny(
        InputArray src, OutputArray edges, double threshold1, double threshold2, int apertureSize = 3, bool L2gradient = false) =>
        NativeError.Check(NativeMethods.Canny(Required(src), edges, threshold1, threshold2, apertureSize, L2gradient ? 1 : 0));

    /// <summary>Removes noise from a picture of bytes by the means of similar patches.</summary>
    public static void FastNlMeansDenoising(
        InputArray src, OutputArray dst, float h = 3f, int templateWindowSize = 7, int searchWindowSize = 21) =>
        NativeError.Check(NativeMethods.Denoise(Required(src), dst, h, templateWindowSize, searchWindowSize));

    /// <summary>Removes noise from a colour picture, with a strength of its own for the colours.</summary>
    public static void FastNlMeansDenoisingColored(
        InputArray src, OutputArray dst, float h = 3f, float hColor = 3f, int templateWindowSize = 7, int searchWindowSize = 21) =>
        NativeError.Check(NativeMethods.DenoiseColored(Required(src), dst, h, hColor, templateWindowSize, searchWindowSize));
}
