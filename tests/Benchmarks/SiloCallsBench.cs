namespace Darkroom.Benchmarks;

/// <summary>
/// Reading the wallet over HTTP as a signed-in person, which is two grain calls (whose token is it, what is in the wallet) and a read of the
/// database: through two gateways and three silos against the one process that is everything.
/// </summary>
internal sealed class SiloCallsBench : IBench
{
    private const int InFlight = 32;
    private const int Rounds = 3;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(5);

    public string Name => "silos-3-calls";

    public async Task<BenchResult> Run()
    {
        await using var both = await ThreeSilos.Start();
        await Read(both.OfCluster);
        await Read(both.OfEmbedded);
        var (cluster, embedded) = await ThreeSilos.Rates(Rounds, () => Read(both.OfCluster), () => Read(both.OfEmbedded));
        return BenchResult.Rate(Name, "reads/s", cluster, embedded, "embedded, one process", 1);
    }

    private static Task<double> Read(IReadOnlyList<Drivers.Visitor> people) => ThreeSilos.Rate(InFlight, RoundTime, async place =>
    {
        await people[place % people.Count].Wallet();
        return 1;
    });
}
