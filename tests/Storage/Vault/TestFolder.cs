using Darkroom.Storage.Keys;
using Darkroom.Storage.Tests.Postgres;

namespace Darkroom.Storage.Tests.Vault;

/// <summary>A folder that goes away with the test, what lies in its files, and the databases of a silo over it.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly Lazy<(string? Database, string? Keys)> databases;

    public TestFolder(Engine engine = Engine.Sqlite)
        : this(Directory.CreateTempSubdirectory("darkroom-vault-").FullName, () => engine == Engine.Postgres ? (SharedServer.NewDatabase(), SharedServer.NewKeysDatabase()) : default)
    {
    }

    private TestFolder(string path, Func<(string? Database, string? Keys)> make) => (Path, databases) = (path, new(make));

    public string Path { get; }

    /// <summary>What tells another process of this program where everything is.</summary>
    public string[] Arguments => databases.Value is ({ } database, { } keys) ? [Path, database, keys] : [Path];

    public StorageOptions Storage => new() { DataFolder = Path, Database = databases.Value.Database };

    public VaultOptions Vault => new(Path) { KeysDatabase = databases.Value.Keys };

    public IReadOnlyList<string> Files => Directory.GetFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    /// <summary>The folder that another process was told of.</summary>
    public static TestFolder At(string[] arguments) => new(arguments[0], () => arguments is [_, var database, var keys] ? (database, keys) : default);

    /// <summary>The files in which these bytes stand.</summary>
    public IReadOnlyList<string> FilesWith(ReadOnlyMemory<byte> bytes) =>
        [.. Files.Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(bytes.Span) >= 0)];

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        if (databases is { IsValueCreated: true, Value: { Database: { } database, Keys: { } keys } })
        {
            SharedServer.Remove(database);
            SharedServer.Remove(keys);
        }
    }
}
