using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_add")]
    internal static partial int Add(InputArray? a, InputArray? b, OutputArray to, InputArray? mask, int depth);

    [LibraryImport(Library, EntryPoint = "dk_subtract")]
    internal static partial int Subtract(InputArray? a, InputArray? b, OutputArray to, InputArray? mask, int depth);

    [LibraryImport(Library, EntryPoint = "dk_multiply")]
    internal static partial int Multiply(InputArray? a, InputArray? b, OutputArray to, double scale, int depth);

    [LibraryImport(Library, EntryPoint = "dk_divide")]
    internal static partial int Divide(InputArray? a, InputArray? b, OutputArray to, double scale, int depth);

    [LibraryImport(Library, EntryPoint = "dk_add_weighted")]
    internal static partial int AddWeighted(
        InputArray? a, double alpha, InputArray? b, double beta, double gamma, OutputArray to, int depth);

    [LibraryImport(Library, EntryPoint = "dk_absdiff")]
    internal static partial int Absdiff(InputArray? a, InputArray? b, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_min")]
    internal static partial int Min(InputArray? a, InputArray? b, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_max")]
    internal static partial int Max(InputArray? a, InputArray? b, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_bitwise_and")]
    internal static partial int BitwiseAnd(InputArray? a, InputArray? b, OutputArray to, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_bitwise_or")]
    internal static partial int BitwiseOr(InputArray? a, InputArray? b, OutputArray to, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_bitwise_not")]
    internal static partial int BitwiseNot(InputArray? a, OutputArray to, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_compare")]
    internal static partial int Compare(InputArray? a, InputArray? b, OutputArray to, int operation);

    [LibraryImport(Library, EntryPoint = "dk_in_range")]
    internal static partial int InRange(InputArray? a, InputArray? lower, InputArray? upper, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_pow")]
    internal static partial int Pow(InputArray? a, double power, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_sqrt")]
    internal static partial int Sqrt(InputArray? a, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_lut")]
    internal static partial int Lut(InputArray? a, InputArray? table, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_mean")]
    internal static partial int Mean(InputArray? a, InputArray? mask, out Scalar mean);

    [LibraryImport(Library, EntryPoint = "dk_mean_deviation")]
    internal static partial int MeanDeviation(InputArray? a, out Scalar mean, out Scalar deviation, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_sum")]
    internal static partial int Sum(InputArray? a, out Scalar sum);

    [LibraryImport(Library, EntryPoint = "dk_extremes")]
    internal static partial int Extremes(
        InputArray? a, out double low, out double high, out Point lowAt, out Point highAt, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_count_non_zero")]
    internal static partial int CountNonZero(InputArray? a, out int count);

    [LibraryImport(Library, EntryPoint = "dk_norm")]
    internal static partial int Norm(InputArray? a, int type, InputArray? mask, out double norm);

    [LibraryImport(Library, EntryPoint = "dk_norm_difference")]
    internal static partial int NormDifference(InputArray? a, InputArray? b, int type, InputArray? mask, out double norm);

    [LibraryImport(Library, EntryPoint = "dk_psnr")]
    internal static partial int Psnr(InputArray? a, InputArray? b, double peak, out double decibels);

    [LibraryImport(Library, EntryPoint = "dk_normalize")]
    internal static partial int Normalize(InputArray? a, OutputArray to, double alpha, double beta, int type, int depth, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_set_threads")]
    internal static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "dk_get_threads")]
    internal static partial int GetThreads(out int count);

    [LibraryImport(Library, EntryPoint = "dk_set_optimized")]
    internal static partial int SetOptimized(int on);

    [LibraryImport(Library, EntryPoint = "dk_get_optimized")]
    internal static partial int GetOptimized(out int on);

    [LibraryImport(Library, EntryPoint = "dk_version")]
    internal static partial int Version(out int major, out int minor, out int revision);
}
