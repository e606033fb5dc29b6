using System.Data;
using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage;

/// <summary>
/// The one writer that a process has on a database: takes units of work from a bounded queue, runs as many as are waiting inside
/// one transaction, commits once, and only then answers. A commit costs a flush of the disk; sharing it is what makes many small
/// durable writes cheap. Thread-safe.
/// </summary>
internal sealed partial class GroupCommit : IAsyncDisposable
{
    private const string Savepoint = "unit";

    // Others can be in the way only a few times in a row: who was in the way has moved on since.
    private const int Attempts = 5;
    private readonly WriterEngine engine;
    private readonly int batchSize;
    private readonly ILogger logger;
    private readonly Channel<Unit> queue;
    private readonly ManualResetEventSlim gathered = new(initialState: false, spinCount: 0);

    // How many units the thread waits for; 0 while it does not.
    private int awaited;
    private readonly List<List<Unit>> sets = [];
    private int lastBatch;
    private TimeSpan lastCommit;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="engine">The database.</param>
    /// <param name="queueLength">How many units may wait; more callers wait for room.</param>
    /// <param name="batchSize">The most units in one transaction.</param>
    /// <param name="logger">Told about commits that fail.</param>
    public GroupCommit(WriterEngine engine, int queueLength, int batchSize, ILogger logger)
    {
        this.engine = engine;
        this.batchSize = batchSize;
        this.logger = logger;
        queue = Channel.CreateBounded<Unit>(new BoundedChannelOptions(queueLength) { SingleReader = true });
        thread = new Thread(Work) { IsBackground = true, Name = "darkroom database writer" };
        thread.Start();
    }

    public Task<T> Run<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation) => Queue(new Unit<T>(work, cancellation), cancellation);

    public Task<T> RunTogether<TItem, T>(TItem item, SetWork<TItem, T> work, CancellationToken cancellation) =>
        Queue(new SetUnit<TItem, T>(item, work, cancellation), cancellation);

    private async Task<T> Queue<T>(Unit<T> unit, CancellationToken cancellation)
    {
        if (Thread.CurrentThread == thread)
        {
            throw new InvalidOperationException("A unit of work waits for nothing, least of all for another write behind it in the queue.");
        }

        try
        {
            await queue.Writer.WriteAsync(unit, cancellation);
            if (Volatile.Read(ref awaited) is > 0 and var wanted && queue.Reader.Count >= wanted)
            {
                gathered.Set();
            }
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
                connection ??= Open(batch);
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

    private DbConnection Open(List<Unit> batch)
    {
        try
        {
            return engine.Open();
        }
        catch
        {
            // All who wait hear of it now: each of them would only find the same, one after the other. Who comes next tries again.
            while (TryTake(batch))
            {
            }

            throw;
        }
    }

    private bool WaitForWork() => queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private static void FailAll(List<Unit> batch, Exception failure)
    {
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
