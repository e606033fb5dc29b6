using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Darkroom.Imaging.Child;

/// <summary>
/// What a child gives up before it touches a byte that a stranger sent: memory beyond its limit, files (so that plaintext cannot
/// reach a disk, not even as a core dump), and precedence over its parent when the machine runs out of memory. Linux only; elsewhere
/// the parent's clock is the only limit.
/// </summary>
internal static partial class Confinement
{
    private const int FileSize = 1;
    private const int Data = 2;
    private const int Core = 4;
    private const int FileSizeExceeded = 25;
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private static readonly nint Ignore = 1;

    /// <summary>Applies the limits. Irreversible.</summary>
    public static void Enter(long memoryBytes)
    {
        if (!OperatingSystem.IsLinux()) return;

        // Data, not address space: the runtime and ONNX Runtime reserve far more addresses than they ever use.
        if (memoryBytes > 0) Limit(Data, (ulong)memoryBytes);
        Limit(Core, 0);
        _ = Signal(FileSizeExceeded, Ignore);
        Limit(FileSize, 0);
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "900");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A hardened container may forbid it; the memory limit above stands.
        }
    }

    /// <summary>
    /// Takes standard output for the protocol and lets descriptor 1 point at standard error, so that a native library that prints
    /// cannot break a frame.
    /// </summary>
    public static Stream TakeOutput()
    {
        if (!OperatingSystem.IsLinux()) return Console.OpenStandardOutput();
        var wire = Dup(StandardOutput);
        if (wire < 0 || Dup2(StandardError, StandardOutput) < 0) throw new IOException("The output pipe cannot be set up.");
        return new FileStream(new SafeFileHandle(wire, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Ends the process at once, whatever native threads are doing.</summary>
    public static void Leave(int code)
    {
        if (OperatingSystem.IsLinux()) Exit(code);
        Environment.Exit(code);
    }

    private static void Limit(int resource, ulong value)
    {
        var both = new ResourceLimit(value, value);
        if (SetLimit(resource, both) != 0)
            throw new InvalidOperationException($"Resource limit {resource} cannot be set (error {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
