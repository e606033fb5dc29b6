using System.Data;
using System.Data.Common;

namespace Darkroom.Storage;

/// <summary>
/// A statement and the rows that it is for. Where the engine is a round trip away, its parameters are arrays, a column each, and it runs
/// once; where the engine is in this process, it runs row by row. Belongs to the unit of work that made it.
/// </summary>
internal sealed class RowSet(string sql, params RowColumn[] columns)
{
    private readonly List<object?[]> rows = [];

    public int Count => rows.Count;

    /// <summary>A value for each column.</summary>
    public void Add(params object?[] row) => rows.Add(row);

    /// <summary>Has it run with others that need no answer.</summary>
    public void AddTo(WriteBatch batch)
    {
        if (rows.Count == 0)
        {
            return;
        }

        if (batch.IsRemote)
        {
            batch.Add(sql, [.. columns.Select((column, index) => (column.Name, (object?)column.ArrayOf(rows, index)))]);
            return;
        }

        foreach (var row in rows)
        {
            batch.Add(sql, [.. columns.Select((column, index) => (column.Name, row[index]))]);
        }
    }

    /// <summary>Runs it and answers its rows.</summary>
    public List<T> Query<T>(IDbConnection connection, IDbTransaction transaction, Func<DbDataReader, T> read)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var statement = Prepared.On(connection, transaction, sql);
        if (WriteBatch.IsRemoteTo(connection))
        {
            for (var i = 0; i < columns.Length; i++)
            {
                statement.With(columns[i].Name, columns[i].ArrayOf(rows, i));
            }

            return statement.Query(read);
        }

        List<T> found = [];
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                statement.With(columns[i].Name, row[i]);
            }

            found.AddRange(statement.Query(read));
        }

        return found;
    }
}

/// <summary>A column of a <see cref="RowSet"/>: its parameter, and how its values are put into an array.</summary>
internal sealed record RowColumn(string Name, Func<List<object?[]>, int, Array> ArrayOf)
{
    public static RowColumn Text(string name) => new(name, static (rows, column) => rows.ConvertAll(row => (string?)row[column]).ToArray());

    public static RowColumn Number(string name) => new(name, static (rows, column) => rows.ConvertAll(row => (long?)row[column]).ToArray());

    public static RowColumn Bytes(string name) => new(name, static (rows, column) => rows.ConvertAll(row => (byte[]?)row[column]).ToArray());
}
