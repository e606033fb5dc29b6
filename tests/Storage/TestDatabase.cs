using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests;

/// <summary>A real SQLite database with the whole schema, in a folder of its own that goes away with it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-storage-").FullName;

    public TestDatabase()
    {
        Options = new StorageOptions { DataFolder = folder };
        new StorageStartup(Options, TimeProvider.System, NullLogger<StorageStartup>.Instance).Prepare();
        Database = new SqliteDatabase(Options, NullLogger<Database>.Instance);
    }

    public StorageOptions Options { get; }

    public Database Database { get; private set; }

    /// <summary>Closes and opens again, as a restarted process would.</summary>
    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = new SqliteDatabase(Options, NullLogger<Database>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
