using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Darkroom.Storage;

/// <summary>
/// A PostgreSQL database that several silos share: per process one writing connection behind a <see cref="GroupCommit"/> and a bounded
/// pool of reading ones. Writes of other processes come in between statements (READ COMMITTED), so that every statement decides by itself
/// or locks what it looked at; a read sees one snapshot (REPEATABLE READ). Connections are made anew after an outage or a fail-over.
/// Thread-safe.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    // A restarted server breaks every connection of the pool, but only the first try finds that out.
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250)];
    private readonly PostgresConnections writing;
    private readonly PostgresConnections reading;
    private readonly GroupCommit writer;
    private readonly SemaphoreSlim readers;
    private volatile bool disposed;

    /// <param name="connectionString">Of an existing database with this program's schema.</param>
    /// <param name="options">Limits of queue and readers.</param>
    /// <param name="logger">Told about commits that fail.</param>
    /// <param name="commit">How to commit; null: as usual.</param>
    public PostgresDatabase(string connectionString, StorageOptions options, ILogger logger, Action<DbTransaction>? commit = null)
    {
        writing = PostgresConnections.ForWriting(connectionString);
        reading = PostgresConnections.ForReading(connectionString, options.Readers);
        readers = new SemaphoreSlim(options.Readers);
        writer = new GroupCommit(Engine(writing, commit), options.WriteQueue, options.CommitBatch, logger);
    }

    public override string Dialect => "Postgres";

    /// <summary>How a <see cref="GroupCommit"/> writes to PostgreSQL.</summary>
    public static WriterEngine Engine(PostgresConnections connections, Action<DbTransaction>? commit = null)
    {
        var engine = new WriterEngine
        {
            Open = () =>
            {
                connections.Clear();
                return connections.Open();
            },
            Judge = PostgresErrors.Judge,
            SavepointsAreCheap = false,
        };
        return commit is null ? engine : engine with { Commit = commit };
    }

    public override Task<T> Write<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation = default) =>
        writer.Run(work, cancellation);

    public override Task<T> WriteTogether<TItem, T>(TItem item, SetWork<TItem, T> work, CancellationToken cancellation = default) =>
        writer.RunTogether(item, work, cancellation);

    public override async Task<T> Read<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation = default)
    {
        await readers.WaitAsync(cancellation);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    // The work is synchronous: it must not wait for the server within a grain's turn.
                    return await Task.Run(() => ReadNow(work), cancellation);
                }
                catch (Exception failure) when (IsAway(failure))
                {
                    if (attempt == Pauses.Length)
                    {
                        throw new StorageUnavailableException("The database does not answer.", failure);
                    }

                    reading.Clear();
                    await Task.Delay(Pauses[attempt], cancellation);
                }
            }
        }
        finally
        {
            readers.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        disposed = true;
        await writer.DisposeAsync();
        await writing.DisposeAsync();
        await reading.DisposeAsync();
    }

    // A reader that tries to write is a mistake, and not a server that became read-only: it always was, for this one.
    private static bool IsAway(Exception failure) =>
        failure is not PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction }
        && PostgresErrors.Judge(failure) is Trouble.Outage or Trouble.Conflict;

    private T ReadNow<T>(Func<IDbConnection, IDbTransaction, T> work)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        using var connection = reading.Open();
        using var snapshot = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        return work(connection, snapshot);
    }
}
