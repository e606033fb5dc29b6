using System.Diagnostics;
using Darkroom.Drivers;

namespace Darkroom.Benchmarks;

/// <summary>
/// Small jobs from upload to result, many people at once: three silos (one picture at a time in each), two gateways, PostgreSQL and S3
/// against the one process. On a machine whose cores are all busy either way, this is what the cluster costs, not what it scales to.
/// </summary>
internal sealed class SiloJobsBench : IBench
{
    private const int Rounds = 3;
    private const int JobsEach = 5; // Twenty credits each: one round to warm up and three to measure.
    private static readonly byte[] Picture = File.ReadAllBytes(Path.Combine(Folders.Photos, "rocket.jpg"));

    public string Name => "silos-3-jobs";

    public async Task<BenchResult> Run()
    {
        await using var both = await ThreeSilos.Start();
        await Work(both.OfCluster);
        await Work(both.OfEmbedded);
        var (cluster, embedded) = await ThreeSilos.Rates(Rounds, () => Work(both.OfCluster), () => Work(both.OfEmbedded));
        return BenchResult.Rate(Name, "jobs/s", cluster, embedded, "embedded, one process", 1);
    }

    private static async Task<double> Work(IReadOnlyList<Visitor> people)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(people.Select(async person =>
        {
            for (var n = 0; n < JobsEach; n++)
            {
                var (status, job, body) = await person.Submit(Picture, "resize", new { width = 320, height = 240, mode = "fit", format = "jpeg" });
                if (job is null || (await person.Watch(job)).GetProperty("status").GetString() != "succeeded")
                {
                    throw new InvalidOperationException($"{(int)status} {body}");
                }

                await person.Http.GetByteArrayAsync($"/v1/jobs/{job}/outputs/0");
            }
        }));
        return people.Count * JobsEach / watch.Elapsed.TotalSeconds;
    }
}
