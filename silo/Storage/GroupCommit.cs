using System.Data;
using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage;

/// <summary>
/// The one writer of a database: takes units of work from a bounded queue, runs as many as are waiting inside one transaction,
/// each within a savepoint, commits once, and only then answers. A commit costs a flush of the disk; sharing it is what makes
/// many small durable writes cheap. Thread-safe.
/// </summary>
internal sealed partial class GroupCommit : IAsyncDisposable
{
    private const string Savepoint = "unit";
    private readonly Func<DbConnection> open;
    private readonly Predicate<Exception> isOutage;
    private readonly Action<DbTransaction> commit;
    private readonly int batchSize;
    private readonly ILogger logger;
    private readonly Channel<Unit> queue;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="open">Opens the writing connection; called again after a failure.</param>
    /// <param name="queueLength">How many units may wait; more callers wait for room.</param>
    /// <param name="batchSize">The most units in one transaction.</param>
    /// <param name="isOutage">Whether what a unit threw says that the store is at fault and not the unit: then the whole batch has failed.</param>
    /// <param name="logger">Told about commits that fail.</param>
    /// <param name="commit">How to commit: a seam for the tests of lost answers.</param>
    public GroupCommit(
        Func<DbConnection> open, int queueLength, int batchSize, Predicate<Exception> isOutage, ILogger logger, Action<DbTransaction>? commit = null)
    {
        this.open = open;
        this.isOutage = isOutage;
        this.batchSize = batchSize;
        this.logger = logger;
        this.commit = commit ?? (static transaction => transaction.Commit());
        queue = Channel.CreateBounded<Unit>(new BoundedChannelOptions(queueLength) { SingleReader = true });
        thread = new Thread(Work) { IsBackground = true, Name = "darkroom database writer" };
        thread.Start();
    }

    public async Task<T> Run<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation)
    {
        if (Thread.CurrentThread == thread)
        {
            throw new InvalidOperationException("A unit of work waits for nothing, least of all for another write behind it in the queue.");
        }

        var unit = new Unit<T>(work, cancellation);
        try
        {
            await queue.Writer.WriteAsync(unit, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Database));
        }

        return await unit.Answer;
    }

    /// <summary>Refuses new units, commits those that wait, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await ended.Task;
    }

    private void Work()
    {
        DbConnection? connection = null;
        var batch = new List<Unit>(batchSize);
        while (WaitForWork())
        {
            try
            {
                connection ??= open();
                RunBatch(connection, batch);
            }
            catch (Exception failure)
            {
                LogBatchFailed(logger, failure, batch.Count);
                Discard(ref connection);
                FailAll(batch, failure);
            }

            batch.Clear();
        }

        Discard(ref connection);
        ended.SetResult();
    }

    private bool WaitForWork() => queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void RunBatch(DbConnection connection, List<Unit> batch)
    {
        using (var transaction = connection.BeginTransaction())
        {
            while (batch.Count < batchSize && queue.Reader.TryRead(out var unit))
            {
                if (unit.Take())
                {
                    batch.Add(unit);
                    RunOne(unit, connection, transaction);
                }
            }

            commit(transaction);
        }

        foreach (var unit in batch)
        {
            unit.Tell();
        }
    }

    private void RunOne(Unit unit, DbConnection connection, DbTransaction transaction)
    {
        transaction.Save(Savepoint);
        if (unit.Run(connection, transaction) is { } failure)
        {
            if (isOutage(failure))
            {
                throw new IOException("The store failed under a unit of work.", failure);
            }

            // Throws when the engine has already rolled back everything (disk full, I/O error): then the whole batch has failed.
            transaction.Rollback(Savepoint);
        }

        transaction.Release(Savepoint);
    }

    private void FailAll(List<Unit> batch, Exception failure)
    {
        if (batch.Count == 0 && queue.Reader.TryRead(out var first) && first.Take())
        {
            // Not even a transaction could be begun. One caller learns of it; the next one tries again.
            batch.Add(first);
        }

        foreach (var unit in batch)
        {
            unit.Fail(new StorageUnavailableException("The write may or may not be durable: read back, or repeat it under the same id.", failure));
        }
    }

    private static void Discard(ref DbConnection? connection)
    {
        try
        {
            connection?.Dispose();
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or IOException)
        {
            // It is being thrown away because it failed; what it says now adds nothing.
        }

        connection = null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A commit of {Count} writes failed; their callers are told to read back or repeat")]
    private static partial void LogBatchFailed(ILogger logger, Exception failure, int count);
}
