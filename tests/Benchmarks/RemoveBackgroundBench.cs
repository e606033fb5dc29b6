namespace Darkroom.Benchmarks;

/// <summary>
/// Takes the background out of a portrait, JPEG in and transparent PNG out, both sides warm and with all cores. The rival runs the same
/// model (in half precision, as it ships it).
/// </summary>
internal sealed class RemoveBackgroundBench(string name, int side, double aim) : IBench
{
    private const string Parameters = """{"background":"transparent","blurStrength":50,"format":"png","quality":85}""";

    public string Name => name;

    public async Task<BenchResult> Run()
    {
        var folder = Directory.CreateTempSubdirectory("darkroom-bench-").FullName;
        try
        {
            var portrait = Originals.Portrait(side);
            await File.WriteAllBytesAsync(Path.Combine(folder, "input.jpg"), portrait);
            using var rival = await Rival.Start("remove-background.mjs", folder);
            await using var engine = new Engine(Environment.ProcessorCount);
            await engine.Make("remove-background", Parameters, portrait);
            var (ours, rivals) = await Rounds.Best(3, () => engine.Do(1, "remove-background", Parameters, portrait), () => rival.Do(1));
            return BenchResult.Cost(name, "s", ours.TotalSeconds, rivals.TotalSeconds, rival.Name, aim);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
