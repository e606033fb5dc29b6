using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_denoise")]
    internal static partial int Denoise(InputArray? a, OutputArray to, float strength, int patch, int search);

    [LibraryImport(Library, EntryPoint = "dk_denoise_colored")]
    internal static partial int DenoiseColored(InputArray? a, OutputArray to, float strength, float color, int patch, int search);
}
