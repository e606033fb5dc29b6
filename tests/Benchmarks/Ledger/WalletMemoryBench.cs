using Darkroom.Brands;
using Darkroom.Storage;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Darkroom.Benchmarks;

/// <summary>What an active wallet costs of a silo's memory, with its lot and its state, against a grain of Orleans that has no state at all.</summary>
internal sealed class WalletMemoryBench : IBench
{
    private const int Wallets = 20_000;

    public string Name => "memory-wallets";

    public async Task<BenchResult> Run()
    {
        var data = Directory.CreateTempSubdirectory("darkroom-bench-");
        try
        {
            using var silo = await LedgerBench.Silo(new StorageOptions { DataFolder = data.FullName });
            var grains = silo.Services.GetRequiredService<IGrainFactory>();
            var empty = await Growth(async i => await grains.GetGrain<IEmptyGrain>($"e{i}").Touch());
            var wallets = await Growth(async _ =>
            {
                var wallet = grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(UserId.New(LedgerBench.Brand, TimeProvider.System, RandomSource.System)));
                await wallet.Grant(new CreditGrant("bench", LotKind.Paid, 100, null));
            });
            await silo.StopAsync();
            return BenchResult.Cost(Name, "bytes", wallets, empty, "a grain without state", 1);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Bytes that each of many activations keeps.</summary>
    private static async Task<double> Growth(Func<int, Task> activate)
    {
        // What is made once, however many there are, is made before.
        await Activate(0, 1_000);
        var before = Settled();
        await Activate(1_000, Wallets);
        return (Settled() - before) / (double)(Wallets - 1_000);

        Task Activate(int from, int to) => Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) => await activate(i));
    }

    private static long Settled()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

/// <summary>A grain that is only there.</summary>
internal interface IEmptyGrain : IGrainWithStringKey
{
    Task Touch();
}

/// <inheritdoc cref="IEmptyGrain"/>
internal sealed class EmptyGrain : Grain, IEmptyGrain
{
    public Task Touch() => Task.CompletedTask;
}
