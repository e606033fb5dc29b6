using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>What a silo puts into the services of its host. What is there already is left: that is how seams are taken over.</summary>
internal static class SiloServices
{
    public static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Silo))) return;
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IGrainScheduler, ThreadPoolGrainScheduler>();
        services.TryAddSingleton<IGrainStorageSerializer, JsonGrainStorageSerializer>();
        services.AddSingleton<CallFilters>();
        services.AddSingleton<Silo>();
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddSingleton<IHostedService, SiloHostedService>();
    }

    public static void AddStorage(IServiceCollection services, string name, Func<IServiceProvider, string, IGrainStorage> create)
    {
        services.AddKeyedSingleton(name, (provider, _) => create(provider, name));
        services.AddSingleton<IStartsWithSilo>(provider => new StorageStart(provider, name));
        if (name == StorageNames.Default) services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IGrainStorage>(name));
    }

    public static void AddReminders(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ReminderService))) return;
        services.AddSingleton<ReminderService>();
        services.TryAddSingleton<IReminderTable>(_ => throw new OrleansException(
            "Reminders need a place to be kept: UseAdoNetReminderService or UseInMemoryReminderService."));
    }

    /// <summary>Starts the storage of that name, if it has something to start.</summary>
    private sealed class StorageStart(IServiceProvider services, string name) : IStartsWithSilo
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            (services.GetRequiredKeyedService<IGrainStorage>(name) as IStartsWithSilo)?.StartAsync(cancellationToken) ?? Task.CompletedTask;
    }
}
