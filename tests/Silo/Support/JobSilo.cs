using System.Net;
using System.Net.Sockets;
using Darkroom.Brands;
using Darkroom.Imaging;
using Darkroom.Jobs;
using Darkroom.Retention;
using Darkroom.Silo.Work;
using Darkroom.Storage;
using Darkroom.Storage.Keys;
using Darkroom.Telemetry;
using Darkroom.Vault;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace Darkroom.Silo.Tests.Support;

/// <summary>
/// A silo with everything that jobs touch, all of it real (SQLite, vault, wallets, forgetting) except the clock, and the imaging
/// engine where a test gives one. Without one nothing works by itself: the test is the worker and calls the sweeps.
/// </summary>
internal sealed class JobSilo : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-jobs-").FullName;
    private readonly bool hasEngine;
    private IHost host;

    private JobSilo(IImagingEngine? engine, Action<IServiceCollection>? configure)
    {
        Configure = services =>
        {
            if (engine is not null)
            {
                services.AddSingleton(engine);
            }

            configure?.Invoke(services);
        };
        hasEngine = engine is not null;
        host = Build(withoutWork: !hasEngine);
    }

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public Faults Faults { get; } = new();

    public JobOptions Limits { get; } = new() { MaximumAttempts = 3 };

    public WorkOptions Work { get; set; } = new() { AllowPrivateCallbacks = true, Drain = TimeSpan.FromSeconds(17) };

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public string DataFolder => folder;

    private Action<IServiceCollection> Configure { get; }

    public static async Task<JobSilo> Start(IImagingEngine? engine = null, Action<IServiceCollection>? configure = null)
    {
        var silo = new JobSilo(engine, configure);
        await silo.host.StartAsync();
        return silo;
    }

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Stops everything, as a signal would.</summary>
    public Task Stop() => host.StopAsync();

    /// <summary>Stops (if it runs) and starts again on the same data.</summary>
    /// <param name="withoutWork">Nothing works by itself afterwards. Default: as at the start.</param>
    public async Task Restart(bool? withoutWork = null)
    {
        await host.StopAsync();
        await Close();
        host = Build(withoutWork ?? !hasEngine);
        await host.StartAsync();
    }

    /// <summary>Does what the retention grains' reminders do.</summary>
    public async Task ForgetWhatIsDue()
    {
        for (var shard = 0; shard < RetentionShard.Count; shard++)
        {
            await Grains.GetGrain<IRetentionGrain>(RetentionShard.Key(shard)).Sweep();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await Close();
        Directory.Delete(folder, recursive: true);
    }

    private IHost Build(bool withoutWork)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(RandomSource.System).AddSingleton<DarkroomMetrics>();
        services.AddSingleton<IBrands, TestBrands>();
        services.AddDarkroomStorage(new StorageOptions { DataFolder = folder });
        services.AddLocalVault(new VaultOptions(folder));
        services.AddRetention();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddMemoryGrainStorageAsDefault()
            .UseInMemoryReminderService());
        services.AddImageWork(Work, Limits);
        if (withoutWork)
        {
            foreach (var automatic in services.Where(service => service.ServiceType == typeof(IHostedService) && IsWork(service)).ToList())
            {
                services.Remove(automatic);
            }
        }

        Configure(services);
        Decorate<IJobStore>(services);
        Decorate<ILedger>(services);
        Decorate<IForgetting>(services);
        Decorate<IPictureVault>(services);
        return builder.Build();
    }

    private static bool IsWork(ServiceDescriptor service) =>
        service.ImplementationType?.Namespace == typeof(WorkOptions).Namespace
        || service.ImplementationFactory?.Method.DeclaringType?.Namespace == typeof(WorkOptions).Namespace
        || service.ImplementationFactory?.Method.DeclaringType?.DeclaringType?.Namespace == typeof(WorkOptions).Namespace;

    private void Decorate<T>(IServiceCollection services)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(provider => Faults.Around((T)(inner.ImplementationFactory?.Invoke(provider)
            ?? inner.ImplementationInstance ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }

    private async Task Close()
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
