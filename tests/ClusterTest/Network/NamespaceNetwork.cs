using System.Diagnostics;
using System.Globalization;

namespace Darkroom.ClusterTest.Network;

/// <summary>
/// A network namespace for every process, joined by a bridge in a namespace of its own (https://man7.org/linux/man-pages/man7/network_namespaces.7.html).
/// Nothing of it is reachable from outside of this machine, nor reaches out. A cut gives each of the two a wrong link-layer
/// address for the other: what is sent leaves and arrives nowhere, as with a broken switch, and no connection is closed or refused.
/// </summary>
/// <remarks>Needs root and iproute2. The test's own end of the bridge is a link in the namespace that it runs in.</remarks>
internal sealed class NamespaceNetwork : INetwork
{
    private const string Nowhere = "02:00:00:00:00:00";
    private const string Link = "eth0";

    // Of the block that is kept for tests of network devices (RFC 2544), so that no real neighbour is shadowed.
    private readonly string net = string.Create(CultureInfo.InvariantCulture, $"198.18.{Environment.ProcessId % 250}");
    private readonly string prefix = string.Create(CultureInfo.InvariantCulture, $"dr{Environment.ProcessId}");
    private readonly List<string> namespaces = [];

    private NamespaceNetwork()
    {
    }

    public string Host => $"{net}.1";

    public string? NoCuts => null;

    private string Hub => $"{prefix}-hub";

    private string Home => $"{prefix}h";

    /// <summary>Makes the bridge.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made here; the text says why, for a report.</exception>
    public static async Task<NamespaceNetwork> Make()
    {
        var network = new NamespaceNetwork();
        try
        {
            await network.AddNamespace(network.Hub);
            await Ip($"-n {network.Hub} link add name bridge type bridge");
            await Ip($"-n {network.Hub} link set bridge up");
            await Ip($"link add name {network.Home} type veth peer name home netns {network.Hub}");
            await Ip($"-n {network.Hub} link set home master bridge up");
            await Ip($"addr add {network.Host}/24 dev {network.Home}");
            await Ip($"link set {network.Home} up");
            return network;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await network.DisposeAsync();
            throw new InvalidOperationException($"network namespaces cannot be made here ({failure.Message})", failure);
        }
    }

    public async Task<IPlace> Place(string name)
    {
        var number = namespaces.Count + 10;
        var space = $"{prefix}-{name}";
        var place = new Namespace(space, string.Create(CultureInfo.InvariantCulture, $"{net}.{number}"));
        await AddNamespace(space);
        await Ip($"-n {Hub} link add name {name} type veth peer name {Link} netns {space}");
        await Ip($"-n {Hub} link set {name} master bridge up");
        await Ip($"-n {space} addr add {place.Address}/24 dev {Link}");
        await Ip($"-n {space} link set {Link} up");
        await Ip($"-n {space} link set lo up");
        return place;
    }

    public async Task Cut(IPlace one, IPlace other)
    {
        await Mislead((Namespace)one, other);
        await Mislead((Namespace)other, one);
    }

    public async Task Heal(IPlace one, IPlace other)
    {
        await Ip($"-n {((Namespace)one).Name} neigh del {other.Address} dev {Link}");
        await Ip($"-n {((Namespace)other).Name} neigh del {one.Address} dev {Link}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var space in namespaces)
        {
            // The links go with their namespaces, and with each its other end.
            await Run($"netns del {space}");
        }

        await Run($"link del {Home}");
    }

    private static Task Mislead(Namespace place, IPlace about) => Ip($"-n {place.Name} neigh replace {about.Address} lladdr {Nowhere} dev {Link} nud permanent");

    private async Task AddNamespace(string name)
    {
        await Ip($"netns add {name}");
        namespaces.Add(name);
    }

    private static async Task Ip(string arguments)
    {
        var (code, error) = await Run(arguments);
        if (code != 0)
        {
            throw new InvalidOperationException($"ip {arguments}: {error}");
        }
    }

    private static async Task<(int Code, string Error)> Run(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        return (ip.ExitCode, error.Trim());
    }

    private sealed record Namespace(string Name, string Address) : IPlace
    {
        // Nothing else is here: any port is free.
        private int next = 20_000;

        public IReadOnlyList<string> Prefix { get; } = ["ip", "netns", "exec", Name];

        public int FreePort() => next++;
    }
}
