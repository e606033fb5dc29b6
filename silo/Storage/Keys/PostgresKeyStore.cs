using System.Data;
using System.Data.Common;
using Dapper;
using Darkroom.Security;
using Darkroom.Vault;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Keys;

/// <summary>
/// The key store in a PostgreSQL database of its own, which all silos share. Those who write at the same time share a commit, and those
/// who destroy share the scrubbing behind it (see <see cref="KeyScrubber"/>, which also says what that reaches). Thread-safe.
/// </summary>
internal sealed class PostgresKeyStore : IKeyStore, IAsyncDisposable
{
    private static readonly Statements Sql = Statements.Load("Keys/Postgres.sql");
    private readonly TimeProvider time;
    private readonly KeyScrubber scrubber;
    private readonly PostgresDatabase database;

    /// <summary>Opens the store.</summary>
    /// <exception cref="MasterKeyException">The user keys in it are wrapped by another master key.</exception>
    /// <exception cref="SchemaException">It has not the schema of this program.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public PostgresKeyStore(string connectionString, MasterKey master, TimeProvider time, ILogger logger)
    {
        this.time = time;
        StorageMigration.VerifyKeys(connectionString, time);
        using (var connection = PostgresConnections.OpenForMigrating(connectionString))
        {
            CheckMaster(connection, master);
            scrubber = KeyScrubber.For(connection, logger);
        }

        database = new PostgresDatabase(connectionString, new StorageOptions { CommitBatch = 256 }, logger, scrubber.Commit);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async Task<byte[]?> GetOrAddUserKey(UserId user, Func<byte[]> fresh)
    {
        var row = new { Owner = user.ToString() };
        if (await database.Read((connection, snapshot) => Material(connection, snapshot, "find user", row)) is { } known)
        {
            return known.Material;
        }

        var wrapped = fresh();
        return await database.Write((connection, transaction) =>
            connection.Execute(Sql["add user"], new { row.Owner, Material = wrapped, Now }, transaction) == 1
                ? wrapped
                : Material(connection, transaction, "find user", row)?.Material);
    }

    /// <inheritdoc/>
    public Task<byte[]?> GetOrAddObjectKey(UserId user, ObjectName name, byte[] wrapped) => database.Write((connection, transaction) =>
    {
        var row = new { Owner = user.ToString(), Name = name.Value, Material = wrapped, Now };
        if (Material(connection, transaction, "lock user", row)?.Material is null)
        {
            return null;
        }

        return connection.Execute(Sql["add object"], row, transaction) == 1 ? wrapped : Material(connection, transaction, "find object", row)?.Material;
    });

    /// <inheritdoc/>
    public Task<WrappedKeys?> Find(UserId user, ObjectName name) => database.Read((connection, snapshot) =>
        connection.QuerySingleOrDefault<WrappedKeys>(Sql["find both"], new { Owner = user.ToString(), Name = name.Value }, snapshot));

    /// <inheritdoc/>
    public Task DestroyObjectKey(UserId user, ObjectName name) => database.Write((connection, transaction) =>
    {
        connection.Execute(Sql["bury object"], new { Name = name.Value, Owner = user.ToString(), Now }, transaction);
        scrubber.Add(connection.Query<string>(Sql["tables of objects"], new { Names = new[] { name.Value } }, transaction));
    });

    /// <inheritdoc/>
    public Task DestroyObjectKeys(IReadOnlyCollection<ObjectName> names)
    {
        var sorted = names.Select(name => name.Value).Order(StringComparer.Ordinal).ToArray();
        return sorted.Length == 0 ? Task.CompletedTask : database.Write((connection, transaction) =>
        {
            connection.Execute(Sql["bury known objects"], new { Names = sorted, Now }, transaction);
            scrubber.Add(connection.Query<string>(Sql["tables of objects"], new { Names = sorted }, transaction));
        });
    }

    /// <inheritdoc/>
    public Task DestroyUser(UserId user) => database.Write((connection, transaction) =>
    {
        // The user first: that waits for whoever is adding a key under him, which the next statement then finds.
        var row = new { Owner = user.ToString(), Now };
        connection.Execute(Sql["bury owner"], row, transaction);
        connection.Execute(Sql["bury objects of owner"], row, transaction);
        scrubber.Add(connection.Query<string>(Sql["tables of owner"], row, transaction));
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectName>> ListObjectKeys(int part, DateTimeOffset before, ObjectName? after, int limit)
    {
        var page = new { After = after?.Value ?? $"{part:x2}", End = $"{part:x2}g", Before = before.ToUnixTimeMilliseconds(), Limit = limit };
        return database.Read<IReadOnlyList<ObjectName>>((connection, snapshot) =>
            [.. connection.Query<string>(Sql["list"], page, snapshot).Select(name => new ObjectName(name))]);
    }

    /// <inheritdoc/>
    public Task<int> RemoveTombstones(DateTimeOffset before, int limit) => database.Write((connection, transaction) =>
        connection.Execute(Sql["remove tombstones"], new { Before = before.ToUnixTimeMilliseconds(), Limit = limit }, transaction));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static void CheckMaster(DbConnection connection, MasterKey master)
    {
        connection.Execute(Sql["set master"], new { master.Id });
        MasterKeyException.ThrowIfOther(connection.QuerySingle<string>(Sql["master"]), master);
    }

    /// <summary>Null: there is no row. A row without material is a tombstone.</summary>
    private static Row? Material(IDbConnection connection, IDbTransaction transaction, string statement, object values) =>
        connection.QuerySingleOrDefault<Row>(Sql[statement], values, transaction);

    private sealed class Row
    {
        public byte[]? Material { get; init; }
    }
}
