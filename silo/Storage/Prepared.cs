using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Darkroom.Storage;

/// <summary>
/// A statement that its connection has compiled once and keeps, for paths where compiling costs more than running (SQLite compiles
/// a table's triggers with every insert into it). Belongs to the unit of work that asked for it.
/// </summary>
internal readonly struct Prepared
{
    private static readonly ConditionalWeakTable<IDbConnection, Dictionary<string, DbCommand>> Kept = [];
    private readonly DbCommand command;

    private Prepared(DbCommand command) => this.command = command;

    /// <summary>The statement on this connection, within this transaction. Connections are used by one thread at a time.</summary>
    public static Prepared On(IDbConnection connection, IDbTransaction transaction, string sql)
    {
        var commands = Kept.GetOrCreateValue(connection);
        if (!commands.TryGetValue(sql, out var command))
        {
            command = ((DbConnection)connection).CreateCommand();
            command.CommandText = sql;
            commands.Add(sql, command);
        }

        command.Transaction = (DbTransaction)transaction;
        return new Prepared(command);
    }

    /// <summary>Sets a parameter; every one of the statement has to be set before it runs.</summary>
    /// <param name="name">With its prefix: <c>@wallet</c>.</param>
    public Prepared With(string name, object? value)
    {
        if (command.Parameters.IndexOf(name) is var index and >= 0)
        {
            command.Parameters[index].Value = value ?? DBNull.Value;
            return this;
        }

        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return this;
    }

    /// <summary>Runs it and answers how many rows it changed.</summary>
    public int Execute() => command.ExecuteNonQuery();

    /// <summary>Whether the one value that it selects is true; no row is not.</summary>
    public bool IsTrue() => command.ExecuteScalar() is long and not 0 or true;

    /// <summary>Its rows.</summary>
    public List<T> Query<T>(Func<DbDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
