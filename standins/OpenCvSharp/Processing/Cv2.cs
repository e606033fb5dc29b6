namespace OpenCvSharp;

/// <summary>
/// OpenCV's functions, as far as they are in use. Different matrices may be used by different threads; calls are
/// synchronous and cannot be cancelled. Failures of OpenCV are <see cref="OpenCVException"/>.
/// </summary>
public static unsafe partial class Cv2
{
    /// <summary>Sets for the whole process how many threads OpenCV uses; 0 or 1 is the caller's alone, negative the default.</summary>
    public static void SetNumThreads(int nThreads) => NativeError.Check(NativeMethods.SetThreads(nThreads));

    /// <summary>How many threads OpenCV uses.</summary>
    public static int GetNumThreads()
    {
        NativeError.Check(NativeMethods.GetThreads(out var count));
        return count;
    }

    /// <summary>Switches the use of special processor instructions for the whole process.</summary>
    public static void SetUseOptimized(bool onoff) => NativeError.Check(NativeMethods.SetOptimized(onoff ? 1 : 0));

    /// <summary>Whether special processor instructions are used.</summary>
    public static bool UseOptimized()
    {
        NativeError.Check(NativeMethods.GetOptimized(out var on));
        return on != 0;
    }

    /// <summary>OpenCV's version, as in "4.6.0".</summary>
    public static string? GetVersionString() => $"{GetVersionMajor()}.{GetVersionMinor()}.{GetVersionRevision()}";

    /// <summary>The first number of OpenCV's version.</summary>
    public static int GetVersionMajor() => Version().Major;

    /// <summary>The second number of OpenCV's version.</summary>
    public static int GetVersionMinor() => Version().Minor;

    /// <summary>The third number of OpenCV's version.</summary>
    public static int GetVersionRevision() => Version().Revision;

    private static (int Major, int Minor, int Revision) Version()
    {
        NativeError.Check(NativeMethods.Version(out var major, out var minor, out var revision));
        return (major, minor, revision);
    }

    private static InputArray Required(InputArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return array;
    }
}
