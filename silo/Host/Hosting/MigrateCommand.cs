using Darkroom.Hosting;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Storage;

namespace Darkroom.Silo.Hosting;

/// <summary>Brings the databases of a cluster to the schema of this program, once for all its processes. Idempotent; several may run at once.</summary>
internal static class MigrateCommand
{
    /// <returns>0 when both databases have this program's schema; 1 when that cannot be: nothing was changed, and standard error says why.</returns>
    public static int Run(string[] args)
    {
        try
        {
            var settings = new SettingsReader(args);
            var cluster = ClusterSettings.Read(settings);
            var data = ClusterData.Read(settings, cluster, dataFolder: ".darkroom");
            settings.ThrowIfUnusable();
            data.Storage.Validate();

            var applied = StorageMigration.Apply(data.Storage, TimeProvider.System)
                .Concat(StorageMigration.ApplyKeys(data.Vault, TimeProvider.System)).ToList();
            foreach (var step in applied)
                Console.WriteLine($"Applied {step.Store} {step.Number:000} {step.Name}");
            Console.WriteLine(applied.Count == 0 ? "Both databases have this program's schema already." : $"Both databases have this program's schema now ({applied.Count} steps applied).");
            return 0;
        }
        catch (StorageUnavailableException unavailable)
        {
            Console.Error.WriteLine($"Darkroom cannot migrate: {unavailable.Message} {unavailable.InnerException?.Message} Nothing of an unfinished step stays; run it again.");
            return 1;
        }
        catch (Exception error) when (StartFailure.Explain(error) is { } reason)
        {
            Console.Error.WriteLine($"Darkroom cannot migrate: {reason}");
            return 1;
        }
    }
}
