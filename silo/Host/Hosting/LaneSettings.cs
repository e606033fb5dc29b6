using Darkroom.Hosting.Settings;
using Darkroom.Jobs;

namespace Darkroom.Silo.Hosting;

/// <summary>Which queues a silo works on: its roles.</summary>
internal static class LaneSettings
{
    /// <summary>Reads <c>DARKROOM_LANES</c>: <c>cpu</c> (default), <c>gpu</c>, or both, separated by commas.</summary>
    public static IReadOnlyList<Lane> Read(SettingsReader settings)
    {
        var text = settings.Text("LANES") ?? "cpu";
        var lanes = new List<Lane>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            Lane? lane = word.ToLowerInvariant() switch
            {
                "cpu" => Lane.Cpu,
                "gpu" => Lane.Gpu,
                _ => null,
            };
            if (lane is not { } known)
            {
                settings.Unusable("LANES", text, "cpu, gpu or cpu,gpu");
                return [Lane.Cpu];
            }

            if (!lanes.Contains(known))
                lanes.Add(known);
        }

        return lanes;
    }
}
