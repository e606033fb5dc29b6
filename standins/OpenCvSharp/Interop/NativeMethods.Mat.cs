using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_mat_new")]
    internal static partial int MatNew(out IntPtr mat);

    [LibraryImport(Library, EntryPoint = "dk_mat_allocate")]
    internal static partial int MatAllocate(int rows, int cols, int type, out IntPtr mat);

    [LibraryImport(Library, EntryPoint = "dk_mat_filled")]
    internal static partial int MatFilled(int rows, int cols, int type, in Scalar value, out IntPtr mat);

    [LibraryImport(Library, EntryPoint = "dk_mat_over")]
    internal static partial int MatOver(int rows, int cols, int type, IntPtr data, long step, out IntPtr mat);

    [LibraryImport(Library, EntryPoint = "dk_mat_region")]
    internal static partial int MatRegion(Mat mat, int top, int bottom, int left, int right, out IntPtr region);

    [LibraryImport(Library, EntryPoint = "dk_mat_reshape")]
    internal static partial int MatReshape(Mat mat, int channels, int rows, out IntPtr reshaped);

    [LibraryImport(Library, EntryPoint = "dk_mat_clone")]
    internal static partial int MatClone(Mat mat, out IntPtr clone);

    [LibraryImport(Library, EntryPoint = "dk_mat_delete")]
    internal static partial int MatDelete(IntPtr mat);

    [LibraryImport(Library, EntryPoint = "dk_mat_release")]
    internal static partial int MatRelease(Mat mat);

    [LibraryImport(Library, EntryPoint = "dk_mat_create")]
    internal static partial int MatCreate(Mat mat, int rows, int cols, int type);

    [LibraryImport(Library, EntryPoint = "dk_mat_header")]
    internal static partial int MatHeader(Mat mat, out MatHeader header);

    [LibraryImport(Library, EntryPoint = "dk_mat_copy")]
    internal static partial int MatCopy(Mat mat, OutputArray to, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_mat_convert")]
    internal static partial int MatConvert(Mat mat, OutputArray to, int type, double alpha, double beta);

    [LibraryImport(Library, EntryPoint = "dk_mat_set")]
    internal static partial int MatSet(Mat mat, InputArray? value, InputArray? mask);

    [LibraryImport(Library, EntryPoint = "dk_mat_pixels")]
    internal static partial int MatPixels(Mat mat, byte* packed, int into);
}
