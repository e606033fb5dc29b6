using System.Data;
using System.Data.Common;
using Npgsql;

namespace Darkroom.Storage;

/// <summary>
/// Statements that need no answer but how many rows they were about: sent together in one round trip where the engine can, one by one where it
/// runs in this process anyway. Belongs to the unit of work that made it.
/// </summary>
internal sealed class WriteBatch
{
    private readonly IDbConnection connection;
    private readonly IDbTransaction transaction;
    private readonly DbBatch? batch;
    private readonly Dictionary<string, long> rows = new(ReferenceEqualityComparer.Instance);

    public WriteBatch(IDbConnection connection, IDbTransaction transaction)
    {
        this.connection = connection;
        this.transaction = transaction;
        if (IsRemoteTo(connection))
        {
            batch = ((DbConnection)connection).CreateBatch();
            batch.Transaction = (DbTransaction)transaction;
        }
    }

    /// <summary>Whether the engine is a round trip away.</summary>
    public bool IsRemote => batch is not null;

    /// <inheritdoc cref="IsRemote"/>
    public static bool IsRemoteTo(IDbConnection connection) => connection is DbConnection { CanCreateBatch: true };

    /// <summary>Adds a statement, in order.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="values">Its parameters, with their prefix.</param>
    public void Add(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (batch is null)
        {
            var statement = Prepared.On(connection, transaction, sql);
            foreach (var (name, value) in values)
            {
                statement.With(name, value);
            }

            Count(sql, statement.Execute());
            return;
        }

        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Has all of them run.</summary>
    public void Send()
    {
        if (batch is null)
        {
            return;
        }

        using (batch)
        {
            batch.ExecuteNonQuery();
            foreach (var command in batch.BatchCommands)
            {
                Count(command.CommandText, command is NpgsqlBatchCommand answered ? (long)answered.Rows : command.RecordsAffected);
            }
        }
    }

    /// <summary>How many rows a statement has changed, or, sent to a server, found: all the times together that it was added.</summary>
    public long Rows(string sql) => rows.GetValueOrDefault(sql);

    private void Count(string sql, long more) => rows[sql] = Rows(sql) + more;
}
