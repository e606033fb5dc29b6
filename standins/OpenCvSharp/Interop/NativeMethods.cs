using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace OpenCvSharp;

/// <summary>
/// The functions of the native library (<c>native/*.cpp</c>). Each answers a status for <see cref="NativeError.Check"/>;
/// matrices given as <c>out IntPtr</c> belong to the caller.
/// </summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "DarkroomOpenCv";

    [LibraryImport(Library, EntryPoint = "dk_last_error")]
    internal static partial int LastError(out int line, out byte* function, out byte* message, out byte* file);
}
