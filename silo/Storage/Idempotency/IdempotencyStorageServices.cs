using Darkroom.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Storage.Idempotency;

internal static class IdempotencyStorageServices
{
    public static IServiceCollection AddIdempotencyStorage(this IServiceCollection services) => services
        .AddSingleton<IdempotencyStore>()
        .AddSingleton<IIdempotencyRecords>(provider => provider.GetRequiredService<IdempotencyStore>())
        .AddHostedService<IdempotencySweep>();
}
