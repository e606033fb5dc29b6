using Darkroom.Imaging;
using Darkroom.Jobs;
using Darkroom.Simulation.Cluster;
using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Time;

namespace Darkroom.Simulation.Load;

/// <summary>Takes the place of the imaging children: seeded times and seeded results.</summary>
internal sealed class SeededEngine(World world, FaultSource faults, Node node) : IImagingEngine
{
    private static readonly byte[] Result = "a result"u8.ToArray();
    private readonly Rng draw = world.Stream("engine").Fork(node.Name);

    public int Capacity => 2;

    public async Task<ImagingResult> Run(ImagingRequest request, IProgress<double> progress, CancellationToken cancellation)
    {
        var time = faults.Strikes(Fault.EngineSlow)
            ? draw.Between(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90)) : draw.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(6));
        await Task.Delay(time / 2, node.Time, cancellation);
        progress.Report(0.5);
        await Task.Delay(time / 2, node.Time, cancellation);
        if (faults.Strikes(Fault.EngineFault))
        {
            var error = new JobError("seeded", "Seeded.");
            return draw.Chance(0.3) ? new ImagingResult.Rejected(error) : new ImagingResult.Faulted(error);
        }

        return new ImagingResult.Done([.. Enumerable.Range(0, draw.Chance(0.2) ? 2 : 1).Select(_ => new ImagingOutput(Result, "image/png", "png", 5, 5))]);
    }
}
