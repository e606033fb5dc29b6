using System.Diagnostics;

namespace Darkroom.Benchmarks;

/// <summary>Reading a wallet, as an activation does: one with 100,000 transfers against those with 1,000. A ratio of 1 is the aim: history costs nothing.</summary>
internal sealed class WalletLoadBench : IBench
{
    private const int Long = 100_000;
    private const int Short = 1_000;
    private const int Loads = 2_000;
    private const int Rounds = 5;

    public string Name => "wallet-load";

    public async Task<BenchResult> Run()
    {
        await using var books = await LongBooks.Open();
        var (longest, shortest) = (await books.Add(4, Long), await books.Add(4, Short));
        await Load(longest);
        await Load(shortest);
        var (ours, rival) = await Benchmarks.Rounds.Best(Rounds, () => Load(longest), () => Load(shortest));
        return BenchResult.Cost(Name, "ms", ours.TotalMilliseconds / Loads, rival.TotalMilliseconds / Loads, $"wallets with {Short:N0} transfers", 1);

        async Task<TimeSpan> Load(IReadOnlyList<UserId> owners)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Loads; i++)
            {
                if ((await books.Ledger.Read(owners[i % owners.Count], [])).Wallet is null)
                {
                    throw new InvalidOperationException("A wallet is gone.");
                }
            }

            return watch.Elapsed;
        }
    }
}
