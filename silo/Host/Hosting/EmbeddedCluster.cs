using System.Net;
using System.Net.Sockets;
using Darkroom.Hosting.Settings;
using Darkroom.Storage;
using Orleans.Hosting;

namespace Darkroom.Silo.Hosting;

/// <summary>One silo in this process, on the loopback address: grain state (encrypted) and reminders in SQLite.</summary>
internal static class EmbeddedCluster
{
    /// <summary>Reads <c>DARKROOM_SILO_PORT</c> (default: a free one) and <c>DARKROOM_GATEWAY_PORT</c> (default: none, nobody comes from outside).</summary>
    public static (int Silo, int Gateway) ReadPorts(SettingsReader settings) =>
        (settings.Number("SILO_PORT", 0, 0, 65535), settings.Number("GATEWAY_PORT", 0, 0, 65535));

    public static void AddEmbeddedCluster(this WebApplicationBuilder builder, SiloOptions options, (int Silo, int Gateway) ports)
    {
        var database = new StorageOptions { DataFolder = options.Data }.OrleansConnectionString;
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(ports.Silo > 0 ? ports.Silo : FreePort(), ports.Gateway)
            .AddGrainState(StorageServices.OrleansInvariant, database));
    }

    /// <summary>
    /// A silo must know its port before it listens, so it cannot leave the choice to the system. That another program takes the port
    /// in between is possible; then the start fails and says so.
    /// </summary>
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
