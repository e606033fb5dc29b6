using Darkroom.Storage.Keys;
using Darkroom.Storage.Objects;
using Npgsql;

namespace Darkroom.Storage;

/// <summary>A step of a schema that was applied just now.</summary>
/// <param name="Store">Where: <c>database</c> or <c>keys</c>.</param>
public sealed record AppliedMigration(string Store, int Number, string Name);

/// <summary>
/// Brings databases to the schema of this program, or only looks whether they have it. Idempotent; safe when several processes do it at
/// once; refuses a database that a newer version has written, or one whose steps were edited.
/// </summary>
public static class StorageMigration
{
    private const string DatabaseName = "database";
    private const string KeysName = "keys";

    /// <summary>Brings the database (our tables and Orleans') to this version, and answers what that took.</summary>
    /// <exception cref="SchemaException">It does not fit this program; nothing was changed.</exception>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    public static IReadOnlyList<AppliedMigration> Apply(StorageOptions options, TimeProvider time)
    {
        if (options.Database is { } database)
        {
            return Shared(database, "object_key", connection => Applied(DatabaseName, Ours(time).Apply(connection)));
        }

        PrivateFiles.MakeFolder(options.DataFolder);
        using (var orleans = SqliteConnections.OpenForWriting(options.OrleansDatabasePath))
        {
            using var command = orleans.CreateCommand();
            command.CommandText = OrleansSchema.Sqlite;
            command.ExecuteNonQuery();
        }

        using var file = SqliteConnections.OpenForWriting(options.DatabasePath);
        return Applied(DatabaseName, new Migrator(Migration.In("Schema/Sqlite"), time).Apply(file));
    }

    /// <summary>Brings the key store's own database to this version, and answers what that took. A local key store brings itself to it when it is opened.</summary>
    /// <exception cref="SchemaException">It does not fit this program; nothing was changed.</exception>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    public static IReadOnlyList<AppliedMigration> ApplyKeys(VaultOptions options, TimeProvider time) => options.KeysDatabase is { } database
        ? Shared(database, "job", connection => Applied(KeysName, Keys(time).Apply(connection)))
        : [];

    /// <summary>Gives roles of a shared database their rights on it, those that are given already too. Idempotent.</summary>
    /// <param name="silo">The role that silos come as; null leaves it as it is.</param>
    /// <param name="gateway">The role that gateways come as; likewise.</param>
    /// <exception cref="SchemaException">There is no such role, or whoever asks may not give rights.</exception>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    public static void Authorize(StorageOptions options, string? silo, string? gateway)
    {
        foreach (var (kind, role) in new[] { (nameof(silo), silo), (nameof(gateway), gateway) })
        {
            if (role is null || options.Database is not { } database)
            {
                continue;
            }

            Shared(database, "object_key", connection =>
            {
                try
                {
                    var name = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
                    using var command = new NpgsqlCommand(Statements.Load("Schema/Rights.sql")[kind].Replace("@role", name, StringComparison.Ordinal), connection);
                    command.ExecuteNonQuery();
                    return [];
                }
                catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InsufficientPrivilege)
                {
                    throw new SchemaException($"The role of {kind}s cannot be given its rights: {refused.MessageText}.");
                }
            });
        }
    }

    /// <summary>Looks whether the database has the schema of this program, and changes nothing.</summary>
    /// <exception cref="SchemaException">It has not; the text says what to do.</exception>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    public static void Verify(StorageOptions options, TimeProvider time)
    {
        if (options.Database is { } database)
        {
            Shared(database, "object_key", connection => { Ours(time).Verify(connection); return []; });
            return;
        }

        using var file = SqliteConnections.OpenForReading(options.DatabasePath);
        new Migrator(Migration.In("Schema/Sqlite"), time).Verify(file);
    }

    /// <summary>Changes nothing. Throws like <see cref="Verify"/>.</summary>
    internal static void VerifyKeys(string database, TimeProvider time) =>
        Shared(database, "job", connection => { Keys(time).Verify(connection); return []; });

    private static Migrator Ours(TimeProvider time) => new(Migration.In("Schema/Postgres"), time, "Postgres");

    private static Migrator Keys(TimeProvider time) => new(Migration.In("Keys/Schema/Postgres"), time, "Postgres");

    private static IReadOnlyList<AppliedMigration> Applied(string store, IReadOnlyList<Migration> steps) =>
        [.. steps.Select(step => new AppliedMigration(store, step.Number, step.Name))];

    private static IReadOnlyList<AppliedMigration> Shared(
        string database, string foreignTable, Func<NpgsqlConnection, IReadOnlyList<AppliedMigration>> work)
    {
        try
        {
            using var connection = PostgresConnections.OpenForMigrating(database);
            using (var command = new NpgsqlCommand(Statements.Load("Schema/Postgres.sql")["has table"], connection))
            {
                command.Parameters.AddWithValue("name", foreignTable);
                if (command.ExecuteScalar() is true)
                {
                    // Backups of the one follow another schedule than those of the other: that is what makes forgetting reach them.
                    throw new SchemaException("DARKROOM_DATABASE and DARKROOM_KEYS_DATABASE lead to the same database. The key store needs one of its own, best on a server of its own.");
                }
            }

            return work(connection);
        }
        catch (Exception failure) when (PostgresErrors.Judge(failure) == Trouble.Outage)
        {
            throw new StorageUnavailableException("The database does not answer.", failure);
        }
    }
}
