using System.Diagnostics;
using System.Globalization;

namespace Darkroom.Benchmarks;

/// <summary>
/// Grain calls within a process: the stand-in against Orleans. Both have the same types, so each runs in a program of its own, built
/// from the same sources (Calls/), and the two take turns.
/// </summary>
/// <param name="atOnce">How many calls are under way at a time.</param>
internal sealed class CallsBench(string name, int atOnce) : IBench
{
    private const int Calls = 320_000;
    private const int RoundsEach = 9;

    public string Name => name;

    public string? Missing => new[] { "real", "standin" }.FirstOrDefault(engine => !File.Exists(Program(engine))) is { } engine
        ? $"there is no build of tests/Benchmarks/Calls with {(engine == "real" ? "Orleans itself" : "the stand-in")}" : null;

    public async Task<BenchResult> Run()
    {
        using var ours = await Start("standin");
        using var rival = await Start("real");
        List<double> rates = [], rivalRates = [];
        for (var round = -2; round < RoundsEach; round++) // The first two warm up.
        {
            var (rate, rivalRate) = (Calls / (await ours.Do(Calls)).TotalSeconds, Calls / (await rival.Do(Calls)).TotalSeconds);
            if (round < 0) continue;
            rates.Add(rate);
            rivalRates.Add(rivalRate);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Name}: the stand-in {rates.Min():N0} to {rates.Max():N0} calls per s, {rival.Name} {rivalRates.Min():N0} to {rivalRates.Max():N0}"));
        return BenchResult.Rate(Name, "calls per s", rates.Max(), rivalRates.Max(), rival.Name, 1.0);
    }

    private static string Program(string engine) =>
        Path.Combine(Folders.Root, "artifacts", engine, "bin", "Darkroom.Benchmarks.Calls", "release", "Darkroom.Benchmarks.Calls.dll");

    private Task<Rival> Start(string engine) =>
        Rival.Start(new ProcessStartInfo("dotnet", [Program(engine), atOnce.ToString(CultureInfo.InvariantCulture)]));
}
