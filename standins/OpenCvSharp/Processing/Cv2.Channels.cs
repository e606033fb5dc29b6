namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    /// <summary>Each channel as a matrix of its own; the caller disposes of all.</summary>
    public static Mat[] Split(Mat src)
    {
        ArgumentNullException.ThrowIfNull(src);
        var planes = new IntPtr[src.Channels()];
        fixed (IntPtr* list = planes)
            NativeError.Check(NativeMethods.Split(src, list));
        return [.. planes.Where(p => p != IntPtr.Zero).Select(p => new Mat(p))];
    }

    /// <inheritdoc cref="Split(Mat)"/>
    public static void Split(Mat src, out Mat[] mv) => mv = Split(src);

    /// <summary>Puts the channels of several matrices into one.</summary>
    public static void Merge(Mat[] mv, Mat dst)
    {
        using var planes = new MatList(mv);
        fixed (IntPtr* list = planes.Pointers)
            NativeError.Check(NativeMethods.Merge(list, planes.Pointers.Length, dst));
    }

    /// <summary>Copies channels; <paramref name="fromTo"/> has pairs of source (negative: zeros) and target channel.</summary>
    public static void MixChannels(Mat[] src, Mat[] dst, int[] fromTo)
    {
        ArgumentNullException.ThrowIfNull(fromTo);
        using var sources = new MatList(src);
        using var targets = new MatList(dst);
        fixed (IntPtr* from = sources.Pointers, to = targets.Pointers)
        fixed (int* pairs = fromTo)
        {
            NativeError.Check(NativeMethods.MixChannels(
                from, sources.Pointers.Length, to, targets.Pointers.Length, pairs, fromTo.Length / 2));
        }
    }

    /// <summary>Copies one channel out.</summary>
    public static void ExtractChannel(InputArray src, OutputArray dst, int coi) =>
        NativeError.Check(NativeMethods.ExtractChannel(Required(src), dst, coi));

    /// <summary>Copies one channel in.</summary>
    public static void InsertChannel(InputArray src, InputOutputArray dst, int coi) =>
        NativeError.Check(NativeMethods.InsertChannel(Required(src), dst, coi));

    /// <summary>Another order or space of colours.</summary>
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        NativeError.Check(NativeMethods.ConvertColor(Required(src), dst, (int)code, dstCn));
}
