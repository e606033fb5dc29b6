using System.Diagnostics;
using System.Globalization;
using Darkroom.ClusterTest.Network;
using Darkroom.ClusterTest.Nodes;
using Darkroom.ClusterTest.Report;
using Darkroom.Drivers;

namespace Darkroom.Benchmarks;

/// <summary>
/// Both shapes of the product on this machine at the same time, to be measured by turns: three silos, two gateways, PostgreSQL and an S3
/// server on one side, one process over SQLite and the local disk on the other.
/// </summary>
internal sealed class ThreeSilos : IAsyncDisposable
{
    /// <summary>People on each side.</summary>
    public const int People = 16;

    private static readonly Dictionary<string, string> NoLimits = new()
    {
        // Everybody comes from one address and asks as often as it goes.
        ["DARKROOM_Gateway__SignInsPerMinute"] = "1000000",
        ["DARKROOM_Gateway__AnonymousRequestsPerMinute"] = "1000000",
        ["DARKROOM_Gateway__RequestsPerMinute"] = "100000000",
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-bench-");
    private readonly LoopbackNetwork network = new("all processes share one address");
    private ServerProcess? embedded;

    /// <summary>The cluster.</summary>
    public Cluster Cluster { get; private set; } = null!;

    /// <summary>Signed-in people of the cluster, half of them at each gateway.</summary>
    public IReadOnlyList<Visitor> OfCluster { get; private set; } = [];

    /// <summary>Signed-in people of the one process.</summary>
    public IReadOnlyList<Visitor> OfEmbedded { get; private set; } = [];

    /// <summary>Starts both and signs everybody up.</summary>
    public static async Task<ThreeSilos> Start()
    {
        var both = new ThreeSilos();
        try
        {
            await both.StartBoth();
            return both;
        }
        catch
        {
            await both.DisposeAsync();
            throw;
        }
    }

    /// <summary>How often a second the work can be done, over some rounds by turns: the best of each side.</summary>
    public static async Task<(double Cluster, double Embedded)> Rates(int rounds, Func<Task<double>> cluster, Func<Task<double>> embedded)
    {
        var (best, rival) = (0.0, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            (best, rival) = (Math.Max(best, await cluster()), Math.Max(rival, await embedded()));
        }

        return (best, rival);
    }

    /// <summary>Does something over and over from many places at once.</summary>
    /// <returns>How often a second it was done.</returns>
    public static async Task<double> Rate(int places, TimeSpan time, Func<int, Task<int>> work)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, places).Select(place => Task.Run(async () =>
        {
            var count = 0;
            while (watch.Elapsed < time)
            {
                count += await work(place);
            }

            return count;
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in OfCluster.Concat(OfEmbedded))
        {
            visitor.Dispose();
        }

        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        if (embedded is not null)
        {
            await embedded.DisposeAsync();
        }

        await network.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task StartBoth()
    {
        Cluster = await Cluster.Start(network, Build.Own().Build, folder.CreateSubdirectory("cluster").FullName, new Timeline(_ => { }));
        embedded = new ServerProcess(folder.CreateSubdirectory("embedded").FullName, NoLimits);
        await embedded.Start();
        OfCluster = [.. Enumerable.Range(0, People).Select(n => new Visitor(Cluster.Addresses[n % Cluster.Addresses.Count], Cluster.DataFolders, Email(n)))];
        OfEmbedded = [.. Enumerable.Range(0, People).Select(n => new Visitor(embedded.Address, embedded.DataFolder, Email(n)))];
        foreach (var visitor in OfCluster.Concat(OfEmbedded))
        {
            visitor.Http.DefaultRequestHeaders.Host = "nanogpt.localhost";
            await visitor.SignUp();
        }
    }

    private static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"bench-{number}@example.org");
}
