using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Storage.Tests.Orleans;

/// <summary>A silo whose membership, states and reminders are in PostgreSQL.</summary>
internal sealed class ClusterSilo : IAsyncDisposable
{
    private readonly IHost host;

    private ClusterSilo(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<ClusterSilo> Start(StorageOptions options, string cluster = "tests")
    {
        new ServiceCollection().AddDarkroomStorage(options);
        var (invariant, database) = (options.OrleansInvariant, options.OrleansConnectionString);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(ids => (ids.ClusterId, ids.ServiceId) = (cluster, "darkroom"))
            .UseAdoNetClustering(ado => (ado.Invariant, ado.ConnectionString) = (invariant, database))
            .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort())
            .Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100))
            .AddAdoNetGrainStorageAsDefault((AdoNetGrainStorageOptions ado) =>
            {
                (ado.Invariant, ado.ConnectionString) = (invariant, database);
                ado.DeleteStateOnClear = true;
            })
            .UseAdoNetReminderService((AdoNetReminderTableOptions ado) => (ado.Invariant, ado.ConnectionString) = (invariant, database)));
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterSilo(host);
    }

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
