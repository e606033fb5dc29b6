using System.Data;
using System.Data.Common;
using Dapper;
using Darkroom.Security;
using Darkroom.Vault;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Keys;

/// <summary>
/// The key store in a SQLite file of its own. Everything, reading too, goes through one writer in turn: those who wait share a commit, and
/// those who destroy share the cut of the log behind it (see <see cref="KeyFile.TryCutLog"/>). Thread-safe.
/// </summary>
internal sealed class SqliteKeyStore : IKeyStore, IAsyncDisposable
{
    private static readonly Statements Sql = Statements.Load("Keys/Sqlite.sql");
    private static readonly byte[] Zeros = new byte[SealingKey.Overhead + MasterKey.Length];
    private readonly TimeProvider time;
    private readonly GroupCommit writer;
    private bool destroys;

    /// <summary>Opens the store.</summary>
    /// <exception cref="MasterKeyException">The user keys in it are wrapped by another master key.</exception>
    /// <exception cref="SchemaException">The file was written by a newer version.</exception>
    public SqliteKeyStore(string path, MasterKey master, TimeProvider time, ILogger logger)
    {
        this.time = time;
        using (var connection = KeyFile.Open(path, time))
        {
            CheckMaster(connection, master);
        }

        writer = new GroupCommit(SqliteDatabase.Engine(() => KeyFile.Open(path, time), Commit), queueLength: 4096, batchSize: 256, logger);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public Task<byte[]?> GetOrAddUserKey(UserId user, Func<byte[]> fresh) => Run((connection, transaction) =>
    {
        var row = new { Owner = user.ToString() };
        if (connection.ExecuteScalar<long>(Sql["user is known"], row, transaction) > 0)
        {
            return connection.ExecuteScalar<byte[]?>(Sql["find user"], row, transaction);
        }

        var wrapped = fresh();
        connection.Execute(Sql["add user"], new { row.Owner, Slot = Fill(connection, transaction, wrapped), Now }, transaction);
        return wrapped;
    });

    /// <inheritdoc/>
    public Task<byte[]?> GetOrAddObjectKey(UserId user, ObjectName name, byte[] wrapped) => Run((connection, transaction) =>
    {
        var row = new { Owner = user.ToString(), Name = name.Value };
        if (connection.ExecuteScalar<byte[]?>(Sql["find user"], row, transaction) is null)
        {
            return null;
        }

        if (connection.ExecuteScalar<long>(Sql["object is known"], row, transaction) > 0)
        {
            return connection.ExecuteScalar<byte[]?>(Sql["find object"], row, transaction);
        }

        connection.Execute(Sql["add object"], new { row.Owner, row.Name, Slot = Fill(connection, transaction, wrapped), Now }, transaction);
        return wrapped;
    });

    /// <inheritdoc/>
    public Task<WrappedKeys?> Find(UserId user, ObjectName name) => Run((connection, transaction) =>
    {
        var row = new { Owner = user.ToString(), Name = name.Value };
        return connection.ExecuteScalar<byte[]?>(Sql["find object"], row, transaction) is { } wrapped
            && connection.ExecuteScalar<byte[]?>(Sql["find user"], row, transaction) is { } owner
                ? new WrappedKeys(owner, wrapped)
                : null;
    });

    /// <inheritdoc/>
    public Task DestroyObjectKey(UserId user, ObjectName name) => Destroy((connection, transaction) =>
    {
        Clear(connection, transaction, name);
        return connection.Execute(Sql["bury object"], new { Name = name.Value, Owner = user.ToString(), Now }, transaction);
    });

    /// <inheritdoc/>
    public Task DestroyObjectKeys(IReadOnlyCollection<ObjectName> names) => names.Count == 0 ? Task.CompletedTask : Destroy((connection, transaction) =>
    {
        foreach (var name in names)
        {
            Clear(connection, transaction, name);
            connection.Execute(Sql["bury known object"], new { Name = name.Value, Now }, transaction);
        }

        return names.Count;
    });

    /// <inheritdoc/>
    public Task DestroyUser(UserId user) => Destroy((connection, transaction) =>
    {
        var row = new { Owner = user.ToString(), Now };
        foreach (var slot in connection.Query<long>(Sql["slots of owner"], row, transaction).AsList())
        {
            connection.Execute(Sql["clear slot"], new { Slot = slot, Zeros }, transaction);
        }

        connection.Execute(Sql["bury objects of owner"], row, transaction);
        return connection.Execute(Sql["bury owner"], row, transaction);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectName>> ListObjectKeys(int part, DateTimeOffset before, ObjectName? after, int limit) =>
        Run<IReadOnlyList<ObjectName>>((connection, transaction) =>
        {
            var page = new { After = after?.Value ?? $"{part:x2}", End = $"{part:x2}g", Before = before.ToUnixTimeMilliseconds(), Limit = limit };
            return [.. connection.Query<string>(Sql["list"], page, transaction).Select(name => new ObjectName(name))];
        });

    /// <inheritdoc/>
    public Task<int> RemoveTombstones(DateTimeOffset before, int limit) => Run((connection, transaction) =>
        connection.Execute(Sql["remove tombstones"], new { Before = before.ToUnixTimeMilliseconds(), Limit = limit }, transaction));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private static void CheckMaster(IDbConnection connection, MasterKey master)
    {
        using var transaction = connection.BeginTransaction();
        if (connection.QueryFirstOrDefault<string>(Sql["master"], transaction: transaction) is { } id)
        {
            MasterKeyException.ThrowIfOther(id, master);
        }
        else
        {
            connection.Execute(Sql["set master"], new { master.Id }, transaction);
        }

        transaction.Commit();
    }

    private static long Fill(IDbConnection connection, IDbTransaction transaction, byte[] material)
    {
        if (connection.ExecuteScalar<long?>(Sql["free slot"], transaction: transaction) is not { } slot)
        {
            return connection.ExecuteScalar<long>(Sql["add slot"], new { Material = material }, transaction);
        }

        connection.Execute(Sql["fill slot"], new { Slot = slot, Material = material }, transaction);
        return slot;
    }

    private static void Clear(IDbConnection connection, IDbTransaction transaction, ObjectName name)
    {
        if (connection.ExecuteScalar<long?>(Sql["slot of object"], new { Name = name.Value }, transaction) is { } slot)
        {
            connection.Execute(Sql["clear slot"], new { Slot = slot, Zeros }, transaction);
        }
    }

    /// <summary>On the writer's thread. A failure fails the whole batch, whose destructions are then repeated, cut included.</summary>
    private void Commit(DbTransaction transaction)
    {
        var connection = transaction.Connection!;
        var cut = destroys;
        destroys = false;
        transaction.Commit();
        if (cut && !KeyFile.TryCutLog(connection))
        {
            throw new IOException("A key was destroyed, but the log that may still hold it could not be cut: another program is reading the key store.");
        }
    }

    private Task<int> Destroy(Func<IDbConnection, IDbTransaction, int> work) => Run((connection, transaction) =>
    {
        // Also where there is nothing to destroy any more: the caller may be repeating what failed between commit and cut.
        destroys = true;
        return work(connection, transaction);
    });

    private Task<T> Run<T>(Func<IDbConnection, IDbTransaction, T> work) => writer.Run(work, CancellationToken.None);
}
