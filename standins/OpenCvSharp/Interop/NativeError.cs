using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Turns the status of a native call into an exception.</summary>
internal static unsafe class NativeError
{
    /// <summary>Throws what went wrong in the native call that the same thread has just made.</summary>
    /// <exception cref="OpenCVException">The native side caught an exception.</exception>
    internal static void Check(int status)
    {
        if (status != 0)
            throw Last();
    }

    private static OpenCVException Last()
    {
        var code = NativeMethods.LastError(out var line, out var function, out var message, out var file);
        return new OpenCVException((ErrorCode)code, Text(function), Text(message), Text(file), line);
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((IntPtr)text) ?? "";
}
