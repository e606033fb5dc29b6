using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_split")]
    internal static partial int Split(Mat mat, IntPtr* planes);

    [LibraryImport(Library, EntryPoint = "dk_merge")]
    internal static partial int Merge(IntPtr* planes, int count, OutputArray to);

    [LibraryImport(Library, EntryPoint = "dk_mix_channels")]
    internal static partial int MixChannels(IntPtr* from, int fromCount, IntPtr* to, int toCount, int* pairs, int count);

    [LibraryImport(Library, EntryPoint = "dk_extract_channel")]
    internal static partial int ExtractChannel(InputArray? a, OutputArray to, int channel);

    [LibraryImport(Library, EntryPoint = "dk_insert_channel")]
    internal static partial int InsertChannel(InputArray? a, OutputArray to, int channel);
}
