namespace Darkroom.Storage.Keys;

/// <summary>Where the embedded vault keeps pictures and keys.</summary>
/// <param name="DataFolder">The folder of everything that persists.</param>
/// <param name="MasterKey">The master key itself: 32 bytes in base64 or hexadecimal. Null: see the next.</param>
/// <param name="MasterKeyFile">A file that holds it, as text or as 32 bytes. Null: <c>master.key</c> in the data folder, made at the first start.</param>
public sealed record VaultOptions(string DataFolder, string? MasterKey = null, string? MasterKeyFile = null)
{
    /// <summary>
    /// The connection string of the key store's own PostgreSQL database, which must be another one than that of everything else, best on a
    /// server of its own. Null: a SQLite file.
    /// </summary>
    public string? KeysDatabase { get; init; }

    /// <summary>Encrypted pictures.</summary>
    public string ObjectsFolder => Path.Combine(DataFolder, "objects");

    /// <summary>Wrapped keys. A folder of its own, because backups of it follow a schedule of their own (younger than the strictest deadline).</summary>
    public string KeysFolder => Path.Combine(DataFolder, "keys");

    /// <summary>The key store's file.</summary>
    public string KeysPath => Path.Combine(KeysFolder, "keys.db");

    /// <summary>Where the embedded default keeps the master key.</summary>
    public string DefaultMasterKeyPath => Path.Combine(DataFolder, "master.key");

    /// <summary>Reads <c>MASTER_KEY</c> and <c>MASTER_KEY_FILE</c> (in the environment with the prefix <c>DARKROOM_</c>).</summary>
    /// <param name="setting">The operator's settings by name without the prefix.</param>
    /// <param name="dataFolder">The folder of everything that persists.</param>
    public static VaultOptions Read(Func<string, string?> setting, string dataFolder) =>
        new(dataFolder, Set(setting("MASTER_KEY")), Set(setting("MASTER_KEY_FILE")));

    /// <summary>Leaves the key out.</summary>
    public override string ToString() => $"vault in {DataFolder}";

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
