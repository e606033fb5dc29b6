using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_resize")]
    internal static partial int Resize(InputArray? a, OutputArray to, int width, int height, double fx, double fy, int interpolation);

    [LibraryImport(Library, EntryPoint = "dk_flip")]
    internal static partial int Flip(InputArray? a, OutputArray to, int code);

    [LibraryImport(Library, EntryPoint = "dk_rotate")]
    internal static partial int Rotate(InputArray? a, OutputArray to, int code);

    [LibraryImport(Library, EntryPoint = "dk_transpose")]
    internal static partial int Transpose(InputArray? a, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_border")]
    internal static partial int Border(InputArray? a, OutputArray to, int top, int bottom, int left, int right, int type, in Scalar value);

    [LibraryImport(Library, EntryPoint = "dk_warp_affine")]
    internal static partial int WarpAffine(
        InputArray? a, OutputArray to, InputArray? transform, int width, int height, int flags, int border, in Scalar value);

    [LibraryImport(Library, EntryPoint = "dk_warp_perspective")]
    internal static partial int WarpPerspective(
        InputArray? a, OutputArray to, InputArray? transform, int width, int height, int flags, int border, in Scalar value);

    [LibraryImport(Library, EntryPoint = "dk_pyr_down")]
    internal static partial int PyrDown(InputArray? a, OutputArray to, int width, int height, int border);

    [LibraryImport(Library, EntryPoint = "dk_pyr_up")]
    internal static partial int PyrUp(InputArray? a, OutputArray to, int width, int height, int border);
}
