using System.Diagnostics;
using System.Globalization;
using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Plants;
using Darkroom.Simulation.Time;

namespace Darkroom.Simulation.Commands;

/// <summary>Runs seeds and says what came of them.</summary>
internal static class Simulate
{
    private const string Usage = """
        Darkroom.Simulation [--seeds N] [--first S] [--seed S] [--store model|sqlite] [--plant NAME] [--keep-going] [--hashes] [--without FAULT,…] [--history ENTRIES]
        """;

    /// <returns>0 when no promise was broken, 1 when one was, 2 when the arguments make no sense.</returns>
    public static int Run(string[] args)
    {
        if (Arguments.Read(args) is not { } arguments)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        return OnePoolThread.Run(() => Run(arguments));
    }

    private static async Task<int> Run(Arguments arguments)
    {
        var watch = Stopwatch.StartNew();
        var (seeds, violations, days) = (0, 0, 0.0);
        for (; seeds < arguments.Seeds && (violations == 0 || arguments.KeepGoing); seeds++)
        {
            var seed = arguments.First + (ulong)seeds;
            var options = arguments.Without.Aggregate(SimulationOptions.Draw(seed, arguments.Sql), (all, fault) => all.Without(fault));
            var result = await Simulation.Run.Of(seed, options, arguments.Plant, arguments.History);
            days += result.VirtualTime.TotalDays;
            if (arguments.Hashes)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {result.History.Hash} after {result.Steps} steps, {result.Jobs} jobs, {result.VirtualTime.TotalDays:0.0} days"));
            }

            if (result.Broken is not null)
            {
                violations++;
                await Violation.Tell(result, arguments);
            }
        }

        var minutes = watch.Elapsed.TotalMinutes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{seeds} seeds, {violations} violations, {days:0} virtual days, {seeds / Math.Max(minutes, 1e-9):0} seeds/min"));
        return violations == 0 ? 0 : 1;
    }
}

/// <summary>What a call asks for.</summary>
internal sealed record Arguments(int Seeds, ulong First, bool? Sql, Plant Plant, bool KeepGoing, bool Hashes, IReadOnlyList<Fault> Without, int History)
{
    /// <summary>Null when they make no sense.</summary>
    public static Arguments? Read(string[] args)
    {
        var arguments = new Arguments(100, 1, null, Plant.None, false, false, [], 60);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--keep-going":
                    arguments = arguments with { KeepGoing = true };
                    continue;
                case "--hashes":
                    arguments = arguments with { Hashes = true };
                    continue;
                case "--seeds" when int.TryParse(value, CultureInfo.InvariantCulture, out var seeds) && seeds > 0:
                    arguments = arguments with { Seeds = seeds };
                    break;
                case "--first" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var first):
                    arguments = arguments with { First = first };
                    break;
                case "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out var seed):
                    arguments = arguments with { First = seed, Seeds = 1 };
                    break;
                case "--history" when int.TryParse(value, CultureInfo.InvariantCulture, out var history) && history > 0:
                    arguments = arguments with { History = history };
                    break;
                case "--store" when value is "model" or "sqlite":
                    arguments = arguments with { Sql = value == "sqlite" };
                    break;
                case "--plant" when Enum.TryParse<Plant>(value, out var plant):
                    arguments = arguments with { Plant = plant };
                    break;
                case "--without" when value.Split(',') is var names && Array.TrueForAll(names, name => Enum.TryParse<Fault>(name, out _)):
                    arguments = arguments with { Without = [.. names.Select(Enum.Parse<Fault>)] };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return arguments;
    }
}
