using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage;

/// <summary>One SQLite file: one writing connection behind a <see cref="GroupCommit"/>, a few reading ones. Thread-safe.</summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string path;
    private readonly GroupCommit writer;
    private readonly SemaphoreSlim readers;
    private readonly ConcurrentStack<SqliteConnection> idle = new();
    private volatile bool disposed;

    /// <param name="options">Where the file is, and the limits of queue and readers.</param>
    /// <param name="logger">Told about commits that fail.</param>
    /// <param name="commit">How to commit; null: as usual.</param>
    public SqliteDatabase(StorageOptions options, ILogger logger, Action<DbTransaction>? commit = null)
    {
        path = options.DatabasePath;
        readers = new SemaphoreSlim(options.Readers);
        writer = new GroupCommit(Engine(() => SqliteConnections.OpenForWriting(path), commit), options.WriteQueue, options.CommitBatch, logger);
    }

    public override string Dialect => "Sqlite";

    /// <summary>How a <see cref="GroupCommit"/> writes to SQLite.</summary>
    public static WriterEngine Engine(Func<DbConnection> open, Action<DbTransaction>? commit = null)
    {
        var engine = new WriterEngine
        {
            Open = open,

            // One writer at a time: there are no races and no deadlocks.
            Judge = failure => SqliteConnections.IsOutage(failure) ? Trouble.Outage : Trouble.OfUnit,
            SavepointsAreCheap = true,
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
            // SQLite works on the calling thread; that must not be a grain's turn.
            return await Task.Run(() => ReadNow(work), cancellation);
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
        while (idle.TryPop(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    private T ReadNow<T>(Func<IDbConnection, IDbTransaction, T> work)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var connection = idle.TryPop(out var pooled) ? pooled : Open();
        try
        {
            using (var snapshot = connection.BeginTransaction(deferred: true))
            {
                return work(connection, snapshot);
            }
        }
        catch (SqliteException failure) when (SqliteConnections.IsOutage(failure))
        {
            connection.Dispose();
            throw new StorageUnavailableException("The database does not answer.", failure);
        }
        finally
        {
            Return(connection);
        }
    }

    private SqliteConnection Open()
    {
        try
        {
            return SqliteConnections.OpenForReading(path);
        }
        catch (SqliteException failure)
        {
            throw new StorageUnavailableException("The database cannot be opened.", failure);
        }
    }

    private void Return(SqliteConnection connection)
    {
        if (connection.State != ConnectionState.Open || disposed)
        {
            connection.Dispose();
        }
        else
        {
            idle.Push(connection);
        }
    }
}
