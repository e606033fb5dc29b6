using System.Globalization;
using System.Text.Json;

namespace Darkroom.Benchmarks;

/// <summary>Collects results into a file that other runs add to, and a table.</summary>
internal sealed class Report(string file)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<BenchResult> results = [];

    /// <summary>Takes a result and writes the file at once, so that a run that is broken off keeps what it has.</summary>
    public void Add(BenchResult result)
    {
        results.Add(result);
        var others = File.Exists(file) ? JsonSerializer.Deserialize<List<BenchResult>>(File.ReadAllText(file), Json)! : [];
        others.RemoveAll(other => results.Exists(mine => mine.Name == other.Name));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(others.Concat(results).OrderBy(one => one.Name, StringComparer.Ordinal), Json));
    }

    /// <summary>Prints the table.</summary>
    public void Finish()
    {
        Console.WriteLine($"{"bench",-24} {"unit",-16} {"ours",10} {"rival",10} {"ratio",7} {"aim",6}  against");
        foreach (var one in results)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{one.Name,-24} {one.Unit,-16} {one.Ours,10:0.###} {one.Rival,10:0.###} {one.Ratio,7:0.00} {one.Aim,6:0.0}  {one.RivalName}"));
        }

        Console.WriteLine(Machine.Describe());
    }
}
