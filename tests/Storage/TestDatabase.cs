using System.Data.Common;
using Darkroom.Storage.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Darkroom.Storage.Tests;

/// <summary>A real database with the whole schema that goes away with the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("darkroom-storage-").FullName;

    public TestDatabase(Engine engine)
    {
        Options = new StorageOptions { DataFolder = folder, Database = engine == Engine.Postgres ? SharedServer.NewDatabase() : null };
        new StorageStartup(Options, TimeProvider.System, NullLogger<StorageStartup>.Instance).Prepare();
        Database = StorageServices.OpenDatabase(Options, NullLogger.Instance);
    }

    public StorageOptions Options { get; }

    public Database Database { get; private set; }

    /// <summary>Closes and opens again, as a restarted process would.</summary>
    public async Task Reopen()
    {
        await Database.DisposeAsync();
        Database = StorageServices.OpenDatabase(Options, NullLogger.Instance);
    }

    /// <summary>Opens the same database once more, as another silo would.</summary>
    public Database Another() => StorageServices.OpenDatabase(Options, NullLogger.Instance);

    /// <summary>How a process of its own would write to it.</summary>
    public WriterEngine WriterEngine(Action<DbTransaction>? commit = null) => Options.Database is { } shared
        ? PostgresDatabase.Engine(PostgresConnections.ForWriting(shared), commit)
        : SqliteDatabase.Engine(() => SqliteConnections.OpenForWriting(Options.DatabasePath), commit);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        if (Options.Database is { } shared)
        {
            SharedServer.Remove(shared);
        }
    }
}
