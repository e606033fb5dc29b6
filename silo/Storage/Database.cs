using System.Data;

namespace Darkroom.Storage;

/// <summary>
/// The tables of our own. Reads see one consistent snapshot each; writes are queued for one writer a process that commits many of
/// them together. Where several processes share the database, their writes come in between a unit's statements: each statement decides
/// by itself, or locks what it looked at. Thread-safe. The SQL that it is given lives in files per dialect (<see cref="Statements"/>).
/// </summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>What this database's SQL texts are named after: <c>Sqlite</c> or <c>Postgres</c>.</summary>
    public abstract string Dialect { get; }

    /// <summary>
    /// Runs a unit of work inside the writer's transaction and answers once it is durable. Units run one after the other in the
    /// order of their coming. What a unit throws rolls back that unit alone and reaches its caller.
    /// </summary>
    /// <param name="work">
    /// Short, and free of side effects outside the database: it may be thrown away with the whole batch, and it may be run again.
    /// It must pass the transaction with every command, and must not commit, roll back, or write through this object again.
    /// </param>
    /// <param name="cancellation">Takes back a unit that has not started yet. One that has started is answered.</param>
    /// <exception cref="StorageUnavailableException">The commit failed or its answer was lost: the work may or may not be durable.</exception>
    /// <exception cref="OperationCanceledException">Nothing was done.</exception>
    public abstract Task<T> Write<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation = default);

    /// <summary>
    /// As <see cref="Write{T}"/>, for many units of the same kind that are cheaper to do at once: those that share a commit are given to the work
    /// together, in the order of their coming, after the other units of that commit.
    /// </summary>
    /// <param name="item">What this caller wants done.</param>
    /// <param name="work">As for <see cref="Write{T}"/>; answers each item. The same instance for all callers. When it throws, it is run again with one item at a time.</param>
    /// <param name="cancellation">As for <see cref="Write{T}"/>.</param>
    public virtual Task<T> WriteTogether<TItem, T>(TItem item, SetWork<TItem, T> work, CancellationToken cancellation = default) =>
        Write((connection, transaction) => work(connection, transaction, [item])[0], cancellation);

    /// <summary>Runs queries over one snapshot of what is durable; again, when the database was away for a moment.</summary>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public abstract Task<T> Read<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation = default);

    /// <summary>The texts in <c>{capability}/{dialect}.sql</c>, by name.</summary>
    public Statements Statements(string capability) => Storage.Statements.Load($"{capability}/{Dialect}.sql");

    /// <summary>Runs a unit of work that has no answer. See <see cref="Write{T}"/>.</summary>
    public Task Write(Action<IDbConnection, IDbTransaction> work, CancellationToken cancellation = default) =>
        Write(
            (connection, transaction) =>
            {
                work(connection, transaction);
                return true;
            },
            cancellation);

    /// <summary>Commits what is queued, then closes.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>Does what several callers want at once, and answers them in the same order.</summary>
public delegate IReadOnlyList<T> SetWork<in TItem, out T>(IDbConnection connection, IDbTransaction transaction, IReadOnlyList<TItem> items);
