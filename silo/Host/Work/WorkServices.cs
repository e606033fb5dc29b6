using Darkroom.Jobs;
using Darkroom.Outbox;
using Darkroom.Silo.Work.Callbacks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Darkroom.Silo.Work;

/// <summary>Registers everything that works on jobs in a silo.</summary>
public static class WorkServices
{
    /// <summary>
    /// Adds the worker, the sweeps and the call-backs. Needs the storage, the vault, the brands, an imaging engine and a silo;
    /// call it after the silo was added, so that work is drained before the silo stops.
    /// </summary>
    /// <exception cref="ArgumentException">A limit makes no sense; the text names it.</exception>
    public static IServiceCollection AddImageWork(this IServiceCollection services, WorkOptions options, JobOptions? limits = null)
    {
        limits ??= new JobOptions();
        if (limits.FirstError() is { } error)
        {
            throw new ArgumentException(error, nameof(limits));
        }

        services.RemoveAll<JobOptions>();
        services.AddSingleton(limits);
        services.AddSingleton(options);
        services.AddSingleton<AttemptPictures>();
        services.AddSingleton<ImageAttempt>();

        // Services start in this order: the leases of an earlier process lapse before the worker takes new ones.
        services.AddSingleton<JobRecovery>();
        services.AddHostedService(provider => provider.GetRequiredService<JobRecovery>());
        services.AddSingleton<CallbackSecrets>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<CallbackDelivery>();
        services.AddHostedService(provider => provider.GetRequiredService<CallbackDelivery>());
        services.AddHostedService<ImageWorker>();
        return services;
    }
}
