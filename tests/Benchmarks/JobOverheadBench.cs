using System.Diagnostics;
using Darkroom.Drivers;

namespace Darkroom.Benchmarks;

/// <summary>
/// What the way over HTTP, vault, wallet, queue and events adds to the work itself: the same jobs through the real server and
/// straight through the engine, one after the other, a tool of more than 100 ms.
/// </summary>
internal sealed class JobOverheadBench : IBench
{
    private const string Tool = "denoise";
    private const int Jobs = 9; // One to warm up and eight to measure: what the welcome credits buy.

    public string Name => "job-overhead";

    public async Task<BenchResult> Run()
    {
        var picture = await File.ReadAllBytesAsync(Path.Combine(Folders.Photos, "astronaut.png"));
        var data = Directory.CreateTempSubdirectory("darkroom-bench-");
        try
        {
            await using var engine = new Engine(Environment.ProcessorCount);
            await engine.Make(Tool, """{"strength":40,"colourStrength":null,"format":"same","quality":85}""", picture);
            await using var server = new ServerProcess(data.FullName, new Dictionary<string, string>
            {
                ["DARKROOM_Imaging__Children"] = "1",
                ["DARKROOM_Imaging__Threads"] = Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            });
            await server.Start();
            using var visitor = new Visitor(server.Address, data.FullName, "bench@example.org");
            await visitor.SignUp();
            await OverHttp(visitor, picture);

            var straight = new List<double>();
            var served = new List<double>();
            for (var n = 1; n < Jobs; n++) // By turns, so that a busy machine is busy for both.
            {
                straight.Add((await engine.Do(1, Tool, """{"strength":40,"colourStrength":null,"format":"same","quality":85}""", picture)).TotalSeconds);
                served.Add(await OverHttp(visitor, picture));
            }

            return BenchResult.Cost(Name, "s per job", Median(served), Median(straight), "the engine alone", 0.9);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>From the upload's first byte to the result's last.</summary>
    private static async Task<double> OverHttp(Visitor visitor, byte[] picture)
    {
        var watch = Stopwatch.StartNew();
        var (status, job, body) = await visitor.Submit(picture, Tool, new { strength = 40 });
        if (job is null) throw new InvalidOperationException($"{(int)status} {body}");
        var ended = await visitor.Watch(job);
        if (ended.GetProperty("status").GetString() != "succeeded") throw new InvalidOperationException(ended.ToString());
        await visitor.Http.GetByteArrayAsync($"/v1/jobs/{job}/outputs/0");
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
