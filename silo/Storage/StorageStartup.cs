using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage;

/// <summary>
/// Sees to it before anything else starts that the database has the schema of this program: brings SQLite files to it, and refuses to
/// start on a PostgreSQL database without it, which a cluster shares and which 'darkroom migrate' brings to it once for all.
/// </summary>
internal sealed partial class StorageStartup(StorageOptions options, TimeProvider time, ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    /// <summary>Safe to repeat, and from several processes at once.</summary>
    /// <exception cref="SchemaException">A database does not fit this program.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public void Prepare()
    {
        if (options.IsShared)
        {
            StorageMigration.Verify(options, time);
            return;
        }

        foreach (var step in StorageMigration.Apply(options, time))
        {
            LogMigrated(logger, step.Store, step.Number, step.Name);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The host runs this for every service before it starts the first: the silo finds its tables.</remarks>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.Run(Prepare, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Number} '{Name}' of {Store}")]
    private static partial void LogMigrated(ILogger logger, string store, int number, string name);
}
