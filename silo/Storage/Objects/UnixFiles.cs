using System.Runtime.InteropServices;

namespace Darkroom.Storage.Objects;

/// <summary>What durable files need and .NET does not offer: to flush a folder, and to give a file a name only if it is free.</summary>
internal static partial class UnixFiles
{
    private const int ErrorExists = 17;
    private const int ReadOnlyFolder = 0x10000 | 0x80000;

    /// <summary>Makes the names in a folder durable: after a power cut the files made, renamed and removed before this are so.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void FlushFolder(string path)
    {
        var folder = Open(path, ReadOnlyFolder);
        if (folder < 0)
        {
            throw Failure("open the folder");
        }

        try
        {
            if (Flush(folder) != 0)
            {
                throw Failure("flush the folder");
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    /// <summary>Gives a file a second name, unless that name is taken: one step, however many try at once.</summary>
    /// <exception cref="IOException">The name is taken, or the disk failed.</exception>
    public static void Link(string existing, string name)
    {
        if (HardLink(existing, name) != 0)
        {
            throw Marshal.GetLastPInvokeError() == ErrorExists ? new IOException("The name is in use.") : Failure("link the file");
        }
    }

    private static IOException Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Could not {what}: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string existing, string name);
}
