using System.Globalization;
using Darkroom.ClusterTest.Network;
using Darkroom.ClusterTest.Report;

namespace Darkroom.ClusterTest.Nodes;

/// <summary>Three silos, one of them with the GPU role, and two gateways over one set of stores, each a process of its own.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>The silo with both roles; the others have the CPU role.</summary>
    public const int GpuSilo = 2;

    private readonly Timeline timeline;
    private readonly string folder;

    private Cluster(INetwork network, Stores stores, string folder, Timeline timeline) =>
        (Network, Stores, this.folder, this.timeline) = (network, stores, folder, timeline);

    public INetwork Network { get; }

    public Stores Stores { get; }

    public IReadOnlyList<Node> Silos { get; private set; } = [];

    public IReadOnlyList<Node> Gateways { get; private set; } = [];

    public IEnumerable<Node> Nodes => Silos.Concat(Gateways);

    /// <summary>The silos' own folders; mails are in them.</summary>
    public IReadOnlyList<string> DataFolders => [.. Silos.Select(silo => DataOf(silo.Name))];

    public IReadOnlyList<Uri> Addresses => [.. Gateways.Select(gateway => gateway.Address)];

    /// <summary>Starts everything, and answers when all of it is ready.</summary>
    /// <param name="folder">For data, logs and mails of the processes; the caller's to remove.</param>
    public static async Task<Cluster> Start(INetwork network, Build build, string folder, Timeline timeline)
    {
        var cluster = new Cluster(network, await Stores.Start(network.Host), folder, timeline);
        try
        {
            await cluster.StartProcesses(build);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<bool> IsReady() => (await Task.WhenAll(Nodes.Select(node => node.IsReady()))).All(ready => ready);

    /// <summary>Silos first, then gateways, one at a time: an orderly stop, then a start as the other build.</summary>
    public async Task Roll(Build next)
    {
        foreach (var node in Nodes)
        {
            var code = await node.Terminate();
            timeline.Add(string.Create(CultureInfo.InvariantCulture, $"{node.Name} stopped with {code}"));
            node.Program = Silos.Contains(node) ? next.Silo : next.Gateway;
            node.Start();
            await node.Ready();
            timeline.Add($"{node.Name} is ready as the next version");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Stores.DisposeAsync();
    }

    private async Task StartProcesses(Build build)
    {
        await Stores.Migrate(build);
        var settings = new Settings(Stores);
        var silos = new List<Node>();
        for (var i = 0; i < 3; i++)
        {
            var place = await Network.Place(Name("silo", i));
            var data = DataOf(Name("silo", i));
            silos.Add(Make(Name("silo", i), place, build.Silo, ["silo"], port => settings.Silo(data, place, port, i == GpuSilo ? "cpu,gpu" : "cpu")));
        }

        Silos = silos;
        silos.ForEach(silo => silo.Start());
        await Task.WhenAll(silos.Select(silo => silo.Ready()));
        var gateways = new List<Node>();
        for (var i = 0; i < 2; i++)
        {
            var place = await Network.Place(Name("gateway", i));
            gateways.Add(Make(Name("gateway", i), place, build.Gateway, [], port => settings.Gateway(place, port)));
        }

        Gateways = gateways;
        gateways.ForEach(gateway => gateway.Start());
        await Task.WhenAll(gateways.Select(gateway => gateway.Ready()));
    }

    private Node Make(string name, IPlace place, string program, IReadOnlyList<string> arguments, Func<int, Dictionary<string, string>> settings)
    {
        var port = place.FreePort();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{place.Address}:{port}"));
        return new Node(name, place, address, arguments, settings(port), Path.Combine(folder, $"{name}.log"), timeline) { Program = program };
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number + 1}");

    private string DataOf(string name) => Path.Combine(folder, name);
}
