namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    /// <summary>Cuts at a threshold.</summary>
    /// <returns>The threshold that was used: as given, or as found by Otsu or Triangle.</returns>
    public static double Threshold(InputArray src, OutputArray dst, double thresh, double maxval, ThresholdTypes type)
    {
        NativeError.Check(NativeMethods.Threshold(Required(src), dst, thresh, maxval, (int)type, out var used));
        return used;
    }

    /// <summary>A kernel of bytes for morphology; the caller disposes of it.</summary>
    public static Mat GetStructuringElement(MorphShapes shape, Size ksize) => GetStructuringElement(shape, ksize, _middle);

    /// <inheritdoc cref="GetStructuringElement(MorphShapes, Size)"/>
    public static Mat GetStructuringElement(MorphShapes shape, Size ksize, Point anchor)
    {
        NativeError.Check(NativeMethods.StructuringElement(
            (int)shape, ksize.Width, ksize.Height, anchor.X, anchor.Y, out var element));
        return new(element);
    }

    /// <summary>The smallest value under the element (absent: 3×3).</summary>
    public static void Erode(
        InputArray src, OutputArray dst, InputArray? element, Point? anchor = null, int iterations = 1,
        BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        MorphologyEx(src, dst, MorphTypes.Erode, element, anchor, iterations, borderType, borderValue);

    /// <summary>The largest value under the element (absent: 3×3).</summary>
    public static void Dilate(
        InputArray src, OutputArray dst, InputArray? element, Point? anchor = null, int iterations = 1,
        BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        MorphologyEx(src, dst, MorphTypes.Dilate, element, anchor, iterations, borderType, borderValue);

    /// <summary>A morphological operation with an element (absent: 3×3).</summary>
    public static void MorphologyEx(
        InputArray src, OutputArray dst, MorphTypes op, InputArray? element, Point? anchor = null, int iterations = 1,
        BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null)
    {
        var at = anchor ?? _middle;
        var border = borderValue.GetValueOrDefault();
        NativeError.Check(NativeMethods.Morphology(
            Required(src), dst, (int)op, element, at.X, at.Y, iterations, (int)borderType, borderValue.HasValue ? &border : null));
    }

    /// <summary>Numbers the connected parts of a mask.</summary>
    /// <param name="image">Bytes; zero is background.</param>
    /// <param name="labels">Each pixel's number; 0 is background.</param>
    /// <param name="stats">A row for each number, columns as <see cref="ConnectedComponentsTypes"/>, of 32-bit integers.</param>
    /// <param name="centroids">A row for each number: x and y in double precision.</param>
    /// <param name="connectivity">Which neighbours belong together.</param>
    /// <returns>How many numbers there are, with the background's.</returns>
    public static int ConnectedComponentsWithStats(
        InputArray image, OutputArray labels, OutputArray stats, OutputArray centroids,
        PixelConnectivity connectivity = PixelConnectivity.Connectivity8) =>
        ConnectedComponentsWithStats(image, labels, stats, centroids, connectivity, MatType.CV_32S);

    /// <inheritdoc cref="ConnectedComponentsWithStats(InputArray, OutputArray, OutputArray, OutputArray, PixelConnectivity)"/>
    public static int ConnectedComponentsWithStats(
        InputArray image, OutputArray labels, OutputArray stats, OutputArray centroids, PixelConnectivity connectivity, MatType ltype)
    {
        NativeError.Check(NativeMethods.ConnectedComponents(
            Required(image), labels, stats, centroids, (int)connectivity, ltype.Value, out var count));
        return count;
    }

    /// <summary>The distance of each pixel to the nearest zero, in pixels; in bytes when <paramref name="dstType"/> says so.</summary>
    public static void DistanceTransform(
        InputArray src, OutputArray dst, DistanceTypes distanceType, DistanceTransformMasks maskSize, int dstType = 4) =>
        NativeError.Check(NativeMethods.DistanceTransform(Required(src), dst, (int)distanceType, (int)maskSize, dstType));
}
