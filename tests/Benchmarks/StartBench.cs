using System.Diagnostics;
using Darkroom.Drivers;

namespace Darkroom.Benchmarks;

/// <summary>From starting the process over an existing data folder to the first 200 of its readiness probe.</summary>
internal sealed class StartBench : IBench
{
    private const double Aim = 5;
    private const int Starts = 5;

    public string Name => "start";

    public async Task<BenchResult> Run()
    {
        var data = Directory.CreateTempSubdirectory("darkroom-bench-");
        try
        {
            var seconds = new List<double>();
            for (var n = 0; n <= Starts; n++)
            {
                await using var server = new ServerProcess(data.FullName);
                var watch = Stopwatch.StartNew();
                await server.Start();
                if (n > 0) seconds.Add(watch.Elapsed.TotalSeconds); // The first one makes keys and tables.
                await server.Interrupt();
            }

            return BenchResult.Cost(Name, "s", seconds.Order().ElementAt(Starts / 2), Aim, "five seconds", 1);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
