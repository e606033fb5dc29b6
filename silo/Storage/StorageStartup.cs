using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage;

/// <summary>Brings both databases to the schema of this program before anything else starts.</summary>
internal sealed partial class StorageStartup(StorageOptions options, TimeProvider time, ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    /// <summary>Makes the data folder and applies the migrations of both databases. Safe to repeat, and from several processes at once.</summary>
    /// <exception cref="SchemaException">A database does not fit this program.</exception>
    public void Prepare()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(options.DataFolder);
        }
        else
        {
            Directory.CreateDirectory(options.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Migrate(options.DatabasePath, "Schema/Sqlite");
        PrepareOrleans();
    }

    /// <inheritdoc/>
    /// <remarks>The host runs this for every service before it starts the first: the silo finds its tables.</remarks>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.Run(Prepare, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void PrepareOrleans()
    {
        using var connection = SqliteConnections.OpenForWriting(options.OrleansDatabasePath);
        using var command = connection.CreateCommand();
        command.CommandText = OrleansSchema.Sqlite;
        command.ExecuteNonQuery();
    }

    private void Migrate(string path, string folder)
    {
        using var connection = SqliteConnections.OpenForWriting(path);
        var applied = new Migrator(Migration.In(folder), time).Apply(connection);
        if (applied > 0)
        {
            LogMigrated(logger, folder, applied);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Count} migrations of {Folder}")]
    private static partial void LogMigrated(ILogger logger, string folder, int count);
}
