using Darkroom.Hosting;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Storage;

namespace Darkroom.Silo.Hosting;

/// <summary>Brings the databases of a cluster to the schema of this program, once for all its processes. Idempotent; several may run at once.</summary>
internal static class MigrateCommand
{
    /// <summary>A database that is being started beside this, or is busy, answers one of these times.</summary>
    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>0 when both databases have this program's schema; 1 when that cannot be: nothing was changed, and standard error says why.</returns>
    public static async Task<int> Run(string[] args)
    {
        try
        {
            var settings = new SettingsReader(args);
            var isTlsRequired = ClusterSettings.ReadTlsRequired(settings);
            var data = ClusterData.Read(settings, ClusterSettings.ReadDatabase(settings, "DATABASE", isTlsRequired), isTlsRequired, dataFolder: ".darkroom");
            var (silo, gateway) = (settings.Text("SILO_ROLE"), settings.Text("GATEWAY_ROLE"));
            settings.ThrowIfUnusable();
            data.Storage.Validate();

            var applied = (await Patiently(() => StorageMigration.Apply(data.Storage, TimeProvider.System)))
                .Concat(await Patiently(() => StorageMigration.ApplyKeys(data.Vault, TimeProvider.System))).ToList();
            await Patiently(() =>
            {
                StorageMigration.Authorize(data.Storage, silo, gateway);
                return true;
            });
            foreach (var step in applied)
                await Console.Out.WriteLineAsync($"Applied {step.Store} {step.Number:000} {step.Name}");
            await Console.Out.WriteLineAsync(applied.Count == 0 ? "Both databases have this program's schema already." : $"Both databases have this program's schema now ({applied.Count} steps applied).");
            return 0;
        }
        catch (StorageUnavailableException unavailable)
        {
            await Console.Error.WriteLineAsync($"Darkroom cannot migrate: {unavailable.Message} {unavailable.InnerException?.Message} Nothing of an unfinished step stays; run it again.");
            return 1;
        }
        catch (Exception error) when (StartFailure.Explain(error) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Darkroom cannot migrate: {reason}");
            return 1;
        }
    }

    private static async Task<T> Patiently<T>(Func<T> migrate)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return migrate();
            }
            catch (StorageUnavailableException) when (attempt < Attempts)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
