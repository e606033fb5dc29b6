using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Darkroom.Hosting.Settings;

namespace Darkroom.Hosting.Cluster;

/// <summary>Where a silo of a cluster is found.</summary>
/// <param name="Address"><c>DARKROOM_SILO_ADDRESS</c>: the address that the others are told. Default: this machine's first that is not loopback.</param>
/// <param name="SiloPort"><c>DARKROOM_SILO_PORT</c>: for other silos. Default 11111.</param>
/// <param name="GatewayPort"><c>DARKROOM_GATEWAY_PORT</c>: for gateways. Default 30000.</param>
public sealed record SiloEndpoints(IPAddress Address, int SiloPort, int GatewayPort)
{
    /// <summary>Reads the settings.</summary>
    public static SiloEndpoints Read(SettingsReader settings)
    {
        var endpoints = new SiloEndpoints(
            ReadAddress(settings), settings.Number("SILO_PORT", 11111, 1, 65535), settings.Number("GATEWAY_PORT", 30000, 1, 65535));
        if (endpoints.SiloPort == endpoints.GatewayPort)
            settings.Refuse("GATEWAY_PORT", "and DARKROOM_SILO_PORT are the same; each needs a port of its own.");
        return endpoints;
    }

    private static IPAddress ReadAddress(SettingsReader settings)
    {
        if (settings.Text("SILO_ADDRESS") is { } text)
        {
            if (IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
                return address;
            settings.Unusable("SILO_ADDRESS", text, "the IP address that other processes reach this one at, such as 10.1.2.3");
            return IPAddress.Loopback;
        }

        var own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        if (own is null)
            settings.Refuse("SILO_ADDRESS", "is not set, and this machine has no address but loopback; set the one that other processes reach it at.");
        return own ?? IPAddress.Loopback;
    }
}
