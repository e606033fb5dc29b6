using System.Diagnostics;
using Darkroom.ClusterTest.Nodes;
using Darkroom.Drivers;

namespace Darkroom.ClusterTest.NextVersion;

/// <summary>
/// The product as a later release might be: the same programs, over grains that were built from the same sources with another wire
/// (<see cref="WirePatch"/>). Everything that goes between processes is defined there.
/// </summary>
internal static class NextVersion
{
    private const string Changed = "Darkroom.Grains";

    /// <summary>Builds it.</summary>
    /// <param name="folder">An empty folder outside of the checkout.</param>
    /// <returns>What to start, and what is different on the wire.</returns>
    /// <exception cref="InvalidOperationException">It does not build; the text has the errors.</exception>
    public static async Task<(Build Build, string Difference)> Make(string folder)
    {
        var (own, configuration, engine) = Build.Own();
        foreach (var file in Directory.EnumerateFiles(Repository.Root).Where(file => Path.GetExtension(file) is ".props" or ".targets" or ".json" or ".config"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (var part in new[] { "grains", "standins", "build" })
        {
            Copy(Path.Combine(Repository.Root, part), Path.Combine(folder, part));
        }

        var difference = WirePatch.Apply(Path.Combine(folder, "grains"));
        await Compile(folder, configuration);
        var bin = Path.Combine(folder, "artifacts", engine, "bin");
        foreach (var program in new[] { own.Silo, own.Gateway })
        {
            var name = Path.GetFileNameWithoutExtension(program);
            var target = Path.Combine(bin, name, configuration);
            Copy(Path.GetDirectoryName(program)!, target);
            File.Copy(Path.Combine(bin, Changed, configuration, $"{Changed}.dll"), Path.Combine(target, $"{Changed}.dll"), overwrite: true);
        }

        return (Build.In(bin, configuration), difference);
    }

    private static async Task Compile(string folder, string configuration)
    {
        string[] arguments = ["build", $"grains/{Changed}.csproj", "-c", configuration, "-v", "q", "--nologo", "-p:RunAnalyzers=false", "-nodeReuse:false"];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"The next version does not build:\n{said}");
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) is not ("package" or "node_modules")))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
