using Darkroom.Jobs;
using Darkroom.Outbox;
using Darkroom.Storage.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Darkroom.Storage.Jobs;

/// <summary>Registers the job rows, the queue and the outbox. Needs a master key.</summary>
internal static class JobStorageServices
{
    public static IServiceCollection AddJobStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<JobOptions>();
        services.AddSingleton<JobBox>();
        services.AddSingleton<IJobStore, JobStore>();
        services.AddSingleton<IJobList>(provider => provider.GetRequiredService<IJobStore>());
        services.AddSingleton<IOutbox, OutboxStore>();
        return services;
    }
}
