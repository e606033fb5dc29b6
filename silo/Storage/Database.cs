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
