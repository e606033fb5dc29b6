using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Drivers;

/// <summary>Gives a silo a clock that a test moves.</summary>
public static class TestClockServices
{
    // Orleans asks for a clock by area (Orleans.Runtime.TimeProviderNames). Where these stand still, silos neither start nor stop: only what
    // grains and reminders see is the test's.
    private static readonly string[] Maintenance =
        ["Orleans.Messaging", "Orleans.SystemTimers", "Orleans.Membership", "Orleans.ActivationManagement", "Orleans.GrainDirectory"];

    /// <summary>Makes it the clock of everything but Orleans' own housekeeping, which goes by the real one.</summary>
    public static IServiceCollection AddTestClock(this IServiceCollection services, TimeProvider time)
    {
        services.AddSingleton(time);
        foreach (var area in Maintenance)
        {
            services.AddKeyedSingleton(area, TimeProvider.System);
        }

        return services;
    }
}
