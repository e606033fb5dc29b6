namespace Darkroom.Storage.Objects;

/// <summary>Files and folders that only the user of this process may open.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder where it is missing.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw Unsupported();
        }

        Directory.CreateDirectory(path, FileMode | UnixFileMode.UserExecute);
    }

    /// <summary>Makes a new file for writing, without a buffer in between.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public static FileStream Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw Unsupported();
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            UnixCreateMode = FileMode,
        });
    }

    /// <summary>
    /// Makes a file that is on the disk whole before it has its name: what is in it may be used at once, and that use outlives a power cut. Where somebody
    /// else makes it at the same moment, theirs stays.
    /// </summary>
    public static void MakeWhole(string path, ReadOnlySpan<byte> content)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = Make(draft))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static PlatformNotSupportedException Unsupported() => new("The local vault needs the file modes of a Unix system.");
}
