using System.Data.Common;
using Dapper;

namespace Darkroom.Storage;

/// <summary>
/// Brings a database to the schema of this program: each step once, in order, in a transaction of its own, recorded with its hash.
/// Several processes may start at once: the first takes the write lock, the others find its steps recorded.
/// </summary>
internal sealed class Migrator(IReadOnlyList<Migration> steps, TimeProvider time)
{
    private const string History = """
        CREATE TABLE IF NOT EXISTS schema_history (
          number     INTEGER PRIMARY KEY,
          name       TEXT   NOT NULL,
          sha256     TEXT   NOT NULL,
          applied_at BIGINT NOT NULL)
        """;

    /// <summary>Applies what is missing and answers how many steps that were.</summary>
    /// <exception cref="SchemaException">The database is newer than this program, or its history is another one.</exception>
    public int Apply(DbConnection connection)
    {
        var applied = 0;
        while (ApplyNext(connection))
        {
            applied++;
        }

        return applied;
    }

    private bool ApplyNext(DbConnection connection)
    {
        // Microsoft.Data.Sqlite begins with BEGIN IMMEDIATE: from here on this process alone decides what is missing.
        using var transaction = connection.BeginTransaction();
        connection.Execute(History, transaction: transaction);
        var done = connection.Query<Step>("SELECT number, name, sha256 FROM schema_history ORDER BY number", transaction: transaction).AsList();
        if (Next(done) is not { } step)
        {
            transaction.Commit();
            return false;
        }

        connection.Execute(step.Sql, transaction: transaction);
        connection.Execute(
            "INSERT INTO schema_history (number, name, sha256, applied_at) VALUES (@Number, @Name, @Sha256, @At)",
            new { step.Number, step.Name, step.Sha256, At = time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction);
        transaction.Commit();
        return true;
    }

    private Migration? Next(List<Step> done)
    {
        for (var i = 0; i < done.Count; i++)
        {
            var step = steps.FirstOrDefault(known => known.Number == done[i].Number) ?? throw new SchemaException(
                $"The database has migration {done[i].Number} '{done[i].Name}', which this version does not know: it was written by a newer version. Start that one, or restore a backup.");
            if (step.Sha256 != done[i].Sha256)
            {
                throw new SchemaException($"Migration {step.Number} '{step.Name}' was applied with another text. A step that was applied is never edited: add a new one.");
            }

            if (steps[i].Number != step.Number)
            {
                throw new SchemaException($"Migration {steps[i].Number} '{steps[i].Name}' was never applied, but the later {step.Number} '{step.Name}' was. New steps get numbers above all others.");
            }
        }

        return done.Count < steps.Count ? steps[done.Count] : null;
    }

    private sealed record Step(long Number, string Name, string Sha256);
}
