using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Wallets;

/// <summary>Registers wallets.</summary>
public static class WalletServices
{
    /// <summary>Adds what wallets need in a silo. Needs <see cref="ILedger"/> and brands.</summary>
    public static IServiceCollection AddWallets(this IServiceCollection services)
    {
        services.AddHostedService<LotExpiry>();
        return services;
    }
}
