using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Darkroom.Storage;

/// <summary>
/// Brings a database to the schema of this program: each step once, in order, in a transaction of its own, recorded with its hash.
/// Several processes may start at once: the first takes the lock, the others find its steps recorded.
/// </summary>
/// <param name="steps">In order.</param>
/// <param name="time">Dates the records.</param>
/// <param name="dialect">Of the database that it is used on.</param>
internal sealed class Migrator(IReadOnlyList<Migration> steps, TimeProvider time, string dialect = "Sqlite")
{
    private readonly Statements sql = Statements.Load($"Schema/{dialect}.sql");

    /// <summary>Applies what is missing and answers which steps that were.</summary>
    /// <exception cref="SchemaException">The database is newer than this program, or its history is another one.</exception>
    public IReadOnlyList<Migration> Apply(DbConnection connection)
    {
        var applied = new List<Migration>();
        while (ApplyNext(connection) is { } step)
        {
            applied.Add(step);
        }

        return applied;
    }

    /// <summary>Changes nothing; answers whether the database has exactly the schema of this program.</summary>
    /// <exception cref="SchemaException">It has not.</exception>
    public void Verify(DbConnection connection)
    {
        // SQLite's would ask for the right to write at once.
        using var transaction = connection is SqliteConnection file ? file.BeginTransaction(deferred: true) : connection.BeginTransaction();
        var done = connection.ExecuteScalar<bool>(sql["has history"], transaction: transaction) ? Done(connection, transaction) : [];
        if (Next(done) is { } step)
        {
            throw new SchemaException($"The database lacks migration {step.Number} '{step.Name}'. Run 'darkroom migrate' first.");
        }
    }

    private Migration? ApplyNext(DbConnection connection)
    {
        // From the lock on this process alone decides what is missing.
        using var transaction = connection.BeginTransaction();
        connection.Execute(sql["lock"], transaction: transaction);
        connection.Execute(sql["make history"], transaction: transaction);
        var step = Next(Done(connection, transaction));
        if (step is not null)
        {
            connection.Execute(step.Sql, transaction: transaction);
            connection.Execute(
                sql["record"], new { step.Number, step.Name, step.Sha256, At = time.GetUtcNow().ToUnixTimeMilliseconds() }, transaction);
        }

        transaction.Commit();
        return step;
    }

    private List<Step> Done(IDbConnection connection, IDbTransaction transaction) =>
        connection.Query<Step>(sql["read"], transaction: transaction).AsList();

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

    private sealed class Step
    {
        public required long Number { get; init; }

        public required string Name { get; init; }

        public required string Sha256 { get; init; }
    }
}
