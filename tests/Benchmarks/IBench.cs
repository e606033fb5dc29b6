namespace Darkroom.Benchmarks;

/// <summary>One comparison with a rival, measured in the same run on the same machine.</summary>
internal interface IBench
{
    /// <summary>What <c>make bench ONLY=…</c> calls it.</summary>
    string Name { get; }

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    string? Missing => null;

    /// <summary>Measures both sides by turns.</summary>
    Task<BenchResult> Run();
}

/// <summary>A line of <c>artifacts/bench.json</c>.</summary>
/// <param name="Unit">Of <paramref name="Ours"/> and <paramref name="Rival"/>.</param>
/// <param name="Ratio">Above 1: we are better.</param>
/// <param name="Aim">The ratio that we want.</param>
/// <param name="Machine">Cores and processor.</param>
internal sealed record BenchResult(string Name, string Unit, double Ours, double Rival, string RivalName, double Ratio, double Aim, string Machine)
{
    /// <summary>Where more is better, such as pictures per second.</summary>
    public static BenchResult Rate(string name, string unit, double ours, double rival, string rivalName, double aim) =>
        new(name, unit, ours, rival, rivalName, ours / rival, aim, Benchmarks.Machine.Describe());

    /// <summary>Where less is better, such as seconds.</summary>
    public static BenchResult Cost(string name, string unit, double ours, double rival, string rivalName, double aim) =>
        new(name, unit, ours, rival, rivalName, rival / ours, aim, Benchmarks.Machine.Describe());
}
