using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Storage;
using Darkroom.Storage.Keys;

namespace Darkroom.Silo.Hosting;

/// <summary>The two databases of a cluster: everything, and apart from it the keys.</summary>
/// <param name="Storage"><c>DARKROOM_DATABASE</c> and <c>DARKROOM_DATABASE_CONNECTIONS</c>.</param>
/// <param name="Vault"><c>DARKROOM_KEYS_DATABASE</c> and the master key.</param>
internal sealed record ClusterData(StorageOptions Storage, VaultOptions Vault)
{
    private const int FewestConnections = 7;
    private const int MostConnections = 1000;

    /// <summary>Reads the settings.</summary>
    /// <param name="settings">Where from; what cannot be used is noted there.</param>
    /// <param name="database"><c>DARKROOM_DATABASE</c>, read before; null when it is of no use.</param>
    /// <param name="isTlsRequired">Whether database servers have to prove who they are.</param>
    /// <param name="dataFolder">For the little that a silo keeps on its own disk.</param>
    public static ClusterData Read(SettingsReader settings, string? database, bool isTlsRequired, string dataFolder)
    {
        var keys = ClusterSettings.ReadDatabase(settings, "KEYS_DATABASE", isTlsRequired);
        if (keys is not null && database is not null && PostgresConnections.AreSame(database, keys))
            settings.Refuse("KEYS_DATABASE", "and DARKROOM_DATABASE are the same database; the keys need one of their own, or a backup of the one would hold the keys of the other.");
        return new ClusterData(
            new StorageOptions
            {
                DataFolder = dataFolder,
                Database = database,
                DatabaseConnections = settings.Number("DATABASE_CONNECTIONS", 32, FewestConnections, MostConnections),
            },
            VaultOptions.Read(settings.Text, dataFolder) with { KeysDatabase = keys });
    }

    /// <summary>Notes a master key that is missing: where several silos share one, none of them may make its own.</summary>
    public void RequireMasterKey(SettingsReader settings)
    {
        if (Vault is { MasterKey: null, MasterKeyFile: null })
            settings.Refuse("MASTER_KEY_FILE", "is not set, nor DARKROOM_MASTER_KEY; all silos of a cluster share one master key ('openssl rand -base64 32' makes one).");
        else if (Vault.MasterKeyFile is { } file && !File.Exists(file))
            settings.Unusable("MASTER_KEY_FILE", file, "a file that exists");
    }
}
