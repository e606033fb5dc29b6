using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Storage;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;
using Orleans.Hosting;

namespace Darkroom.Benchmarks;

/// <summary>
/// Holds and captures through wallet grains, called within their process, against the plain design on the same PostgreSQL server: update a balance, insert an
/// entry, commit, a connection for each client. Both are durable when they answer (fsync is on).
/// </summary>
/// <param name="clients">How many operations are under way at a time.</param>
/// <param name="wallets">Among how many wallets they choose, each time by chance.</param>
internal sealed class LedgerBench(string name, int clients, int wallets, double aim) : IBench
{
    private const int Rounds = 3;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Connecting = TimeSpan.FromMilliseconds(25);
    internal static readonly BrandId Brand = new("nanogpt");

    internal static readonly PostgresServerOptions Server = new()
    {
        Settings = new Dictionary<string, string> { ["max_connections"] = "700", ["shared_buffers"] = "256MB", ["max_wal_size"] = "4GB" },
    };

    public string Name => name;

    public async Task<BenchResult> Run()
    {
        await using var server = await PostgresServer.Start(Server);
        var plain = await Plain(server);
        using var silo = await Silo(new StorageOptions { Database = await server.CreateDatabase("ours") });
        var grains = await Fill(silo.Services.GetRequiredService<IGrainFactory>());
        await Spend(grains, TimeSpan.FromSeconds(3));
        await Rival();
        var (ours, rival) = (new Latencies(), new Latencies());
        for (var round = 0; round < Rounds; round++)
        {
            ours = ours.Better(await Spend(grains, RoundTime));
            rival = rival.Better(await Rival());
        }

        await silo.StopAsync();
        Console.WriteLine($"{name}: {ours}; pgbench {rival}");
        return BenchResult.Rate(name, "operations/s", ours.Rate, rival.Rate, "pgbench: update, insert, commit", aim);

        async Task<Latencies> Rival()
        {
            var (milliseconds, time) = await Pgbench.Run(server, "plain", plain, clients, RoundTime + (clients * Connecting));
            return new Latencies(milliseconds, time);
        }
    }

    /// <summary>Makes the rival's tables and answers its transaction.</summary>
    private async Task<string> Plain(PostgresServer server)
    {
        await using var connection = new NpgsqlConnection(await server.CreateDatabase("plain"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE balance (wallet BIGINT PRIMARY KEY, amount BIGINT NOT NULL CHECK (amount >= 0));
            CREATE TABLE entry (id BIGSERIAL PRIMARY KEY, wallet BIGINT NOT NULL REFERENCES balance (wallet), amount BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL);
            INSERT INTO balance SELECT wallet, 1000000000 FROM generate_series(1, {wallets}) AS wallet;
            """), connection);
        await command.ExecuteNonQueryAsync();
        return string.Create(CultureInfo.InvariantCulture, $"""
            \set wallet random(1, {wallets})
            BEGIN;
            UPDATE balance SET amount = amount - 1 WHERE wallet = :wallet;
            INSERT INTO entry (wallet, amount, at) VALUES (:wallet, -1, now());
            COMMIT;
            """);
    }

    /// <summary>A silo with wallets and nothing else.</summary>
    internal static async Task<IHost> Silo(StorageOptions options)
    {
        if (options.IsShared)
        {
            StorageMigration.Apply(options, TimeProvider.System);
        }

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<IBrands>(BrandFiles.Load(Path.Combine(Folders.Root, "brands"), _ => null, "privacy@localhost"));
        builder.Services.AddDarkroomStorage(options).AddWallets();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private async Task<IWalletGrain[]> Fill(IGrainFactory grains)
    {
        var all = Enumerable.Range(0, wallets)
            .Select(_ => grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(UserId.New(Brand, TimeProvider.System, RandomSource.System)))).ToArray();
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (wallet, _) =>
            await wallet.Grant(new CreditGrant("bench", LotKind.Paid, 1_000_000_000, null)));
        return all;
    }

    private async Task<Latencies> Spend(IWalletGrain[] all, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            List<double> took = [];
            while (watch.Elapsed < time)
            {
                var wallet = all[Random.Shared.Next(all.Length)];
                var job = JobId.New(Brand, TimeProvider.System, RandomSource.System);
                var began = Stopwatch.GetTimestamp();
                var held = await wallet.Hold(job, 1);
                var between = Stopwatch.GetTimestamp();
                var settled = await wallet.Capture(job, 1);
                if (held is not HoldResult.Held || settled is not SettleResult.Settled)
                {
                    throw new InvalidOperationException("A wallet refused.");
                }

                took.Add(Stopwatch.GetElapsedTime(began, between).TotalMilliseconds);
                took.Add(Stopwatch.GetElapsedTime(between).TotalMilliseconds);
            }

            return took;
        })));
        return new Latencies([.. times.SelectMany(took => took)], watch.Elapsed);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>How long each operation of a round took.</summary>
    private sealed class Latencies(IReadOnlyList<double> milliseconds, TimeSpan time)
    {
        private readonly double[] sorted = [.. milliseconds.Order()];

        public Latencies()
            : this([], TimeSpan.FromSeconds(1))
        {
        }

        public double Rate => sorted.Length == 0 ? 0 : sorted.Length / time.TotalSeconds;

        public Latencies Better(Latencies other) => other.Rate > Rate ? other : this;

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Rate:N0} operations/s, p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms");

        private double At(double share) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)];
    }
}
