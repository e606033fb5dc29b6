using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Orleans.Tests;

/// <summary>A host with a silo, by the public API alone, so that the same tests run on whatever engine is selected.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    private TestSilo(IHost host) => _host = host;

    /// <summary>Whether this is Orleans, and not the stand-in.</summary>
    public static bool IsOrleansItself => typeof(IGrain).Assembly.GetName().Name != "Darkroom.Standins.Orleans";

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    public IServiceProvider Services => _host.Services;

    public static async Task<TestSilo> StartAsync(TestDatabase? database = null, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.Services.AddSingleton<Journal>();
            silo.Services.AddSingleton<Gates>();
            if (database is not null)
            {
                silo.AddAdoNetGrainStorageAsDefault((AdoNetGrainStorageOptions options) =>
                {
                    options.Invariant = "System.Data.SQLite";
                    options.ConnectionString = database.ConnectionString;
                    options.DeleteStateOnClear = true;
                });
                silo.UseAdoNetReminderService((AdoNetReminderTableOptions options) =>
                {
                    options.Invariant = "System.Data.SQLite";
                    options.ConnectionString = database.ConnectionString;
                });
            }
            else
            {
                silo.AddMemoryGrainStorageAsDefault();
                silo.UseInMemoryReminderService();
            }

            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host);
    }

    public Gates Gates => _host.Services.GetRequiredService<Gates>();

    public Journal Journal => _host.Services.GetRequiredService<Journal>();

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _stopped = true;
        await _host.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped) await _host.StopAsync();
        _host.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
