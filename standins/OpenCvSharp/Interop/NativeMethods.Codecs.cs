using System.Runtime.InteropServices;

namespace OpenCvSharp;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "dk_decode")]
    internal static partial int Decode(byte* data, int length, int flags, out IntPtr mat);

    [LibraryImport(Library, EntryPoint = "dk_encode", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Encode(
        string extension, InputArray? image, int* parameters, int count, out IntPtr bytes, out byte* data, out long length,
        out int encoded);

    [LibraryImport(Library, EntryPoint = "dk_bytes_delete")]
    internal static partial int BytesDelete(IntPtr bytes);

    [LibraryImport(Library, EntryPoint = "dk_have_writer", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int HaveWriter(string name, out int answer);

    [LibraryImport(Library, EntryPoint = "dk_have_reader", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int HaveReader(string name, out int answer);
}
