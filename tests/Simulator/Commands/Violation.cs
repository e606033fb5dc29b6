using Darkroom.Simulation.Faults;

namespace Darkroom.Simulation.Commands;

/// <summary>Tells of a broken promise: which, under which options, after what, with which faults only, and how to see it again.</summary>
internal static class Violation
{
    public static async Task Tell(RunResult result, Arguments arguments)
    {
        var smallest = await Shrink(result, arguments);
        Console.WriteLine();
        Console.WriteLine($"VIOLATION in seed {result.Seed} after {result.VirtualTime:c} and {result.Steps} steps");
        Console.WriteLine($"  {result.Broken!.Message}");
        Console.WriteLine($"  options: {result.Options}");
        Console.WriteLine($"  history, its end (hash {result.History.Hash}):");
        foreach (var line in result.History.Tail())
        {
            Console.WriteLine($"  {line}");
        }

        var dropped = result.Options.Rates.Keys.Where(fault => !smallest.Options.Rates.ContainsKey(fault)).ToArray();
        var plant = arguments.Plant == Plants.Plant.None ? "" : $" PLANT={arguments.Plant}";
        var store = arguments.Sql is { } sql ? $" STORE={(sql ? "sqlite" : "model")}" : "";
        Console.WriteLine($"  again: make simulate SEED={result.Seed}{store}{plant}");
        if (dropped.Length > 0)
        {
            var without = string.Join(',', arguments.Without.Concat(dropped));
            Console.WriteLine($"  the same promise breaks with {(smallest.Options.Rates.Count == 0 ? "no fault" : string.Join(", ", smallest.Options.Rates.Keys))} alone:");
            Console.WriteLine($"         make simulate SEED={result.Seed}{store}{plant} WITHOUT={without}");
        }
    }

    /// <summary>Leaves out one kind of fault after the other for as long as the same promise breaks.</summary>
    private static async Task<RunResult> Shrink(RunResult result, Arguments arguments)
    {
        var smallest = result;
        foreach (var fault in result.Options.Rates.Keys.ToArray())
        {
            var tried = await Run.Of(result.Seed, smallest.Options.Without(fault), arguments.Plant);
            smallest = tried.Broken?.Name == result.Broken!.Name ? tried : smallest;
        }

        return smallest;
    }
}
