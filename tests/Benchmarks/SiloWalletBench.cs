using Darkroom.ClusterTest.Nodes;
using Darkroom.Hosting.Cluster;
using Darkroom.Silo.Hosting;
using Darkroom.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Darkroom.Benchmarks;

/// <summary>
/// Holds and captures through wallet grains, as a gateway calls them: of the cluster as its client, of the one process within it. Each
/// operation is durable when it answers, in PostgreSQL and in SQLite.
/// </summary>
internal sealed class SiloWalletBench : IBench
{
    private const int Wallets = 64;
    private const int Rounds = 3;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(5);
    private static readonly BrandId Brand = new("nanogpt");

    public string Name => "silos-3-wallet";

    public async Task<BenchResult> Run()
    {
        await using var both = await ThreeSilos.Start();
        await using var client = ClusterClient(both.Cluster.Stores.Rows);
        await client.StartAsync();
        var data = Directory.CreateTempSubdirectory("darkroom-bench-");
        try
        {
            await using var embedded = DarkroomHost.Build(["--URLS", "http://127.0.0.1:0", "--DATA", data.FullName, "--LOG", "json"]);
            await embedded.StartAsync();
            var (ours, theirs) = (await Fill(client.Services), await Fill(embedded.Services));
            await Spend(ours);
            await Spend(theirs);
            var (cluster, rival) = await ThreeSilos.Rates(Rounds, () => Spend(ours), () => Spend(theirs));
            await embedded.StopAsync();
            return BenchResult.Rate(Name, "operations/s", cluster, rival, "embedded, in its process", 1);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static WebApplication ClusterClient(string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders(); // The end of the cluster breaks its connections.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseClusterClient(new ClusterSettings(Settings.ClusterId, database, Peers: null, IsTlsRequired: false));
        return builder.Build();
    }

    private static async Task<IWalletGrain[]> Fill(IServiceProvider services)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var wallets = Enumerable.Range(0, Wallets)
            .Select(_ => grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(UserId.New(Brand, TimeProvider.System, RandomSource.System)))).ToArray();
        await Task.WhenAll(wallets.Select(wallet => wallet.Grant(new CreditGrant("bench", LotKind.Paid, 1_000_000, null))));
        return wallets;
    }

    private static Task<double> Spend(IWalletGrain[] wallets) => ThreeSilos.Rate(wallets.Length, RoundTime, async place =>
    {
        var job = JobId.New(Brand, TimeProvider.System, RandomSource.System);
        if (await wallets[place].Hold(job, 1) is not HoldResult.Held || await wallets[place].Capture(job, 1) is not SettleResult.Settled)
        {
            throw new InvalidOperationException("A wallet refused.");
        }

        return 2;
    });
}
