namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    /// <summary>The mean of each channel, where a mask is given only of what it marks.</summary>
    public static Scalar Mean(InputArray src, InputArray? mask = default)
    {
        NativeError.Check(NativeMethods.Mean(Required(src), mask, out var mean));
        return mean;
    }

    /// <summary>The mean and standard deviation of each channel.</summary>
    public static void MeanStdDev(InputArray src, out Scalar mean, out Scalar stddev, InputArray? mask = default) =>
        NativeError.Check(NativeMethods.MeanDeviation(Required(src), out mean, out stddev, mask));

    /// <summary>The sum of each channel.</summary>
    public static Scalar Sum(InputArray src)
    {
        NativeError.Check(NativeMethods.Sum(Required(src), out var sum));
        return sum;
    }

    /// <summary>The smallest and largest value of one channel.</summary>
    public static void MinMaxLoc(InputArray src, out double minVal, out double maxVal) =>
        MinMaxLoc(src, out minVal, out maxVal, out _, out _);

    /// <summary>Where the smallest and largest value of one channel are first met.</summary>
    public static void MinMaxLoc(InputArray src, out Point minLoc, out Point maxLoc) =>
        MinMaxLoc(src, out _, out _, out minLoc, out maxLoc);

    /// <summary>The smallest and largest value of one channel and where they are first met.</summary>
    public static void MinMaxLoc(
        InputArray src, out double minVal, out double maxVal, out Point minLoc, out Point maxLoc, InputArray? mask = default) =>
        NativeError.Check(NativeMethods.Extremes(Required(src), out minVal, out maxVal, out minLoc, out maxLoc, mask));

    /// <summary>How many elements of one channel are not zero.</summary>
    public static int CountNonZero(InputArray mtx)
    {
        NativeError.Check(NativeMethods.CountNonZero(Required(mtx), out var count));
        return count;
    }

    /// <summary>A norm.</summary>
    public static double Norm(InputArray src1, NormTypes normType = NormTypes.L2, InputArray? mask = default)
    {
        NativeError.Check(NativeMethods.Norm(Required(src1), (int)normType, mask, out var norm));
        return norm;
    }

    /// <summary>A norm of the difference.</summary>
    public static double Norm(InputArray src1, InputArray src2, NormTypes normType = NormTypes.L2, InputArray? mask = default)
    {
        NativeError.Check(NativeMethods.NormDifference(Required(src1), Required(src2), (int)normType, mask, out var norm));
        return norm;
    }

    /// <summary>The peak signal-to-noise ratio in decibels; 361 for equal pictures.</summary>
    public static double PSNR(InputArray src1, InputArray src2, double r = 255)
    {
        NativeError.Check(NativeMethods.Psnr(Required(src1), Required(src2), r, out var decibels));
        return decibels;
    }

    /// <summary>Scales to a norm (alpha) or, with <see cref="NormTypes.MinMax"/>, to a range (alpha to beta).</summary>
    public static void Normalize(
        InputArray src, InputOutputArray dst, double alpha = 1, double beta = 0, NormTypes normType = NormTypes.L2,
        int dtype = -1, InputArray? mask = default) =>
        NativeError.Check(NativeMethods.Normalize(Required(src), dst, alpha, beta, (int)normType, dtype, mask));
}
