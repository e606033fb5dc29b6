using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Darkroom.Imaging.Child;

namespace Darkroom.Imaging.Pool;

/// <summary>How a child is started: this very assembly, by the runtime that runs the parent.</summary>
internal static class ChildProgram
{
    public static ProcessStartInfo Describe(ImagingOptions options)
    {
        var start = new ProcessStartInfo(Dotnet())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(ChildProgram).Assembly.GetName().Name + ".dll"));
        var child = new ChildOptions(
            options.MemoryBytes, options.Threads, options.MaximumPixels, options.Models.Length == 0 ? "" : Path.GetFullPath(options.Models));
        foreach (var argument in child.ToArguments()) start.ArgumentList.Add(argument);
        Confine(start.Environment, options);
        return start;
    }

    // The parent's environment may hold secrets (keys, passwords), which no decoder needs: a child gets a short list only.
    private static void Confine(IDictionary<string, string?> environment, ImagingOptions options)
    {
        string[] kept = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DOTNET_ROOT", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"];
        foreach (var name in environment.Keys.Except(kept).ToList()) environment.Remove(name);

        // Managed memory holds the encoded files only; pixels are native.
        environment["DOTNET_GCHeapHardLimit"] = (options.MemoryBytes / 2).ToString("X", CultureInfo.InvariantCulture);
        environment["DOTNET_gcServer"] = "0";
        // Pixel loops run long from their first call on, in processes that do not live long: compile them well at once.
        environment["DOTNET_TC_QuickJitForLoops"] = "0";
        environment["DOTNET_TieredPGO"] = "0";
        // Neither a diagnostic port nor a dump: both would let pictures out of the process.
        environment["DOTNET_EnableDiagnostics"] = "0";
        environment["DOTNET_DbgEnableMiniDump"] = "0";
        environment["OPENCV_LOG_LEVEL"] = "SILENT";
        environment["MALLOC_ARENA_MAX"] = "2";
    }

    // The parent may be an executable of its own, so its path is not always that of 'dotnet'.
    private static string Dotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var beside = Path.Combine(root, name);
        return File.Exists(beside) ? beside : name;
    }
}
