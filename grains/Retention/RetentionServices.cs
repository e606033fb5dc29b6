using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Darkroom.Retention;

/// <summary>Registers forgetting.</summary>
public static class RetentionServices
{
    /// <summary>Adds forgetting to a silo. Needs <see cref="IRetentionRows"/>, the vault with its stores, brands and metrics.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.TryAddSingleton(RetentionOptions.Default);
        services.AddSingleton<Forgetter>();
        services.AddSingleton<DueSweep>();
        services.AddSingleton<OrphanSweep>();
        services.AddSingleton<Forgetting>();
        services.AddSingleton<IForgetting>(provider => provider.GetRequiredService<Forgetting>());
        services.AddSingleton<IForgettingStatus>(provider => provider.GetRequiredService<Forgetting>());
        services.AddSingleton<IExpiredRecords, ForgottenPictures>();
        services.AddHostedService<RetentionStartup>();
        services.AddHostedService<RetentionWatch>();
        return services;
    }
}
