using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Darkroom.Drivers;

namespace Darkroom.Simulation.Tests;

/// <summary>The simulator as a process of its own: it needs settings of the runtime that a test host does not have.</summary>
internal static partial class Simulator
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    public static async Task<SimulatorOutput> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Binary(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            return new SimulatorOutput(await output + await errors, await Ended(process, patience.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task<int> Ended(Process process, CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    /// <summary>Built with the same configuration as these tests.</summary>
    private static string Binary()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Repository.Root, "artifacts", "standin", "bin", "Darkroom.Simulation", configuration, "Darkroom.Simulation.dll");
    }

    [GeneratedRegex(@"^VIOLATION in seed (\d+) ", RegexOptions.Multiline)]
    internal static partial Regex ViolationIn();

    [GeneratedRegex(@"\(hash ([0-9a-f]{16})\)")]
    internal static partial Regex HashIn();
}

/// <summary>What the simulator said.</summary>
internal sealed record SimulatorOutput(string Text, int ExitCode)
{
    /// <summary>The seed of the first violation.</summary>
    public ulong Seed => ulong.Parse(Simulator.ViolationIn().Match(Text).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Over everything that happened up to the first violation.</summary>
    public string Hash => Simulator.HashIn().Match(Text).Groups[1].Value;

    public string LastLine => Text.TrimEnd().Split('\n')[^1];
}
