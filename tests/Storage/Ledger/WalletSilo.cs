using System.Net;
using System.Net.Sockets;
using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Storage.Tests.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>A silo with wallets over the books in a folder.</summary>
internal sealed class WalletSilo : IAsyncDisposable
{
    public static readonly BrandId Brand = new("nanogpt");
    private readonly IHost host;

    private WalletSilo(IHost host) => this.host = host;

    public LedgerCheck Check => host.Services.GetRequiredService<LedgerCheck>();

    public LotExpiry Expiry => host.Services.GetServices<IHostedService>().OfType<LotExpiry>().Single();

    public static async Task<WalletSilo> Start(TestFolder folder, TimeProvider time, Func<ILedger, ILedger>? around = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddTestClock(time);
        builder.Services.AddSingleton<IBrands>(BrandFiles.Load(Path.Combine(Repository.Root, "brands"), _ => null, "privacy@localhost"));
        builder.Services.AddDarkroomStorage(folder.Storage).AddWallets();
        if (around is not null)
        {
            builder.Services.AddSingleton(services => around(new SqlLedger(services.GetRequiredService<Database>())));
        }

        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
        var host = builder.Build();
        await host.StartAsync();
        return new WalletSilo(host);
    }

    public IWalletGrain Wallet(string user) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<IWalletGrain>(GrainKeys.Wallet(new UserId(Brand, user)));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
