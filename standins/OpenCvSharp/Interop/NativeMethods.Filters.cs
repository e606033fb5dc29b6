using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_convert_color")]
    internal static partial int ConvertColor(InputArray? a, OutputArray to, int code, int channels);

    [LibraryImport(Library, EntryPoint = "dk_threshold")]
    internal static partial int Threshold(InputArray? a, OutputArray to, double threshold, double maximum, int type, out double used);

    [LibraryImport(Library, EntryPoint = "dk_gaussian_blur")]
    internal static partial int GaussianBlur(
        InputArray? a, OutputArray to, int width, int height, double sigmaX, double sigmaY, int border);

    [LibraryImport(Library, EntryPoint = "dk_box_filter")]
    internal static partial int BoxFilter(
        InputArray? a, OutputArray to, int depth, int width, int height, int anchorX, int anchorY, int normalize,
        int border);

    [LibraryImport(Library, EntryPoint = "dk_median_blur")]
    internal static partial int MedianBlur(InputArray? a, OutputArray to, int size);

    [LibraryImport(Library, EntryPoint = "dk_bilateral_filter")]
    internal static partial int BilateralFilter(InputArray? a, OutputArray to, int diameter, double color, double space, int border);

    [LibraryImport(Library, EntryPoint = "dk_filter")]
    internal static partial int Filter(
        InputArray? a, OutputArray to, int depth, InputArray? kernel, int anchorX, int anchorY, double delta, int border);

    [LibraryImport(Library, EntryPoint = "dk_separable_filter")]
    internal static partial int SeparableFilter(
        InputArray? a, OutputArray to, int depth, InputArray? x, InputArray? y, int anchorX, int anchorY, double delta,
        int border);

    [LibraryImport(Library, EntryPoint = "dk_sobel")]
    internal static partial int Sobel(
        InputArray? a, OutputArray to, int depth, int dx, int dy, int size, double scale, double delta, int border);

    [LibraryImport(Library, EntryPoint = "dk_laplacian")]
    internal static partial int Laplacian(InputArray? a, OutputArray to, int depth, int size, double scale, double delta, int border);

    [LibraryImport(Library, EntryPoint = "dk_canny")]
    internal static partial int Canny(InputArray? a, OutputArray to, double low, double high, int aperture, int l2);

    [LibraryImport(Library, EntryPoint = "dk_structuring_element")]
    internal static partial int StructuringElement(int shape, int width, int height, int anchorX, int anchorY, out IntPtr element);

    [LibraryImport(Library, EntryPoint = "dk_morphology")]
    internal static partial int Morphology(
        InputArray? a, OutputArray to, int operation, InputArray? element, int anchorX, int anchorY, int iterations,
        int border, Scalar* borderValue);

    [LibraryImport(Library, EntryPoint = "dk_connected_components")]
    internal static partial int ConnectedComponents(
        InputArray? a, OutputArray labels, OutputArray stats, OutputArray centroids, int connectivity, int type,
        out int count);

    [LibraryImport(Library, EntryPoint = "dk_distance_transform")]
    internal static partial int DistanceTransform(InputArray? a, OutputArray to, int distance, int mask, int type);
}
