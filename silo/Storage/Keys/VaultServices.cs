using Darkroom.Security;
using Darkroom.Storage.Objects;
using Darkroom.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Keys;

/// <summary>Registers the vault.</summary>
public static class VaultServices
{
    /// <summary>Adds master key, key store, object store and the vault on them, all below one data folder.</summary>
    public static IServiceCollection AddLocalVault(this IServiceCollection services, VaultOptions options) =>
        services.AddLocalObjectStore(options).AddVault(options);

    /// <summary>Adds the object store in a folder, for a cluster of one process.</summary>
    public static IServiceCollection AddLocalObjectStore(this IServiceCollection services, VaultOptions options) => services.AddSingleton<IObjectStore>(
        provider => new LocalObjectStore(options.ObjectsFolder, provider.GetRequiredService<RandomSource>()));

    /// <summary>Adds master key, key store and the vault on them and on an object store that is registered beside it.</summary>
    /// <remarks>The stores are opened before the host starts to serve: a wrong master key ends the start with a <see cref="MasterKeyException"/>.</remarks>
    public static IServiceCollection AddVault(this IServiceCollection services, VaultOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(RandomSource.System);
        services.AddSingleton(provider => MasterKeySource.Load(
            options, provider.GetRequiredService<RandomSource>(), provider.GetRequiredService<ILogger<MasterKey>>()));
        services.AddSingleton<PersonalDataSerializer>();
        services.AddSingleton<BlindIndex>();
        services.AddSingleton<IKeyStore>(provider => OpenKeys(options, provider));
        services.AddSingleton<UserKeys>();
        services.AddSingleton<IPictureVault, PictureVault>();
        services.AddSingleton<IHostedService>(provider => new VaultStartup(
            () => (provider.GetRequiredService<IKeyStore>(), provider.GetRequiredService<IObjectStore>())));
        return services;
    }

    private static IKeyStore OpenKeys(VaultOptions options, IServiceProvider provider)
    {
        // The master key first: where it has to be made, there must be no keys yet.
        var master = provider.GetRequiredService<MasterKey>();
        if (options.KeysDatabase is { } database)
        {
            return new PostgresKeyStore(
                database, master, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresKeyStore>>());
        }

        PrivateFiles.MakeFolder(options.KeysFolder);
        return new SqliteKeyStore(
            options.KeysPath, master, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteKeyStore>>());
    }
}
