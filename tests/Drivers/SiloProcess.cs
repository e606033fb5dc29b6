using System.Globalization;

namespace Darkroom.Drivers;

/// <summary>A silo of a cluster, on loopback ports of its own.</summary>
public sealed class SiloProcess : DarkroomProcess
{
    /// <param name="lanes"><c>cpu</c>, <c>gpu</c> or both: see DARKROOM_LANES.</param>
    /// <param name="settings">What all processes of the cluster have in common, and what this one has of its own.</param>
    public SiloProcess(string lanes, IEnumerable<KeyValuePair<string, string>> settings)
        : base("Darkroom.Silo", ["silo"], settings)
    {
        (SiloPort, GatewayPort) = (FreePort(), FreePort());
        Set("DARKROOM_LANES", lanes);
        Set("DARKROOM_SILO_ADDRESS", "127.0.0.1");
        Set("DARKROOM_SILO_PORT", SiloPort.ToString(CultureInfo.InvariantCulture));
        Set("DARKROOM_GATEWAY_PORT", GatewayPort.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Where other silos reach it.</summary>
    public int SiloPort { get; }

    /// <summary>Where gateways reach it.</summary>
    public int GatewayPort { get; }
}
