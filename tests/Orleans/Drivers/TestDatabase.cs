using System.Data.Common;
using Darkroom.Storage;
using Microsoft.Data.Sqlite;

namespace Darkroom.Orleans.Tests;

/// <summary>A real SQLite file with the schema of the product, opened as the product has Orleans open it; gone with the test.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("darkroom-orleans-").FullName;

    static TestDatabase() => DbProviderFactories.RegisterFactory(StorageServices.OrleansInvariant, OrleansSqlite.Instance);

    public TestDatabase()
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "test.db") }.ConnectionString;
        Execute("PRAGMA journal_mode = WAL");
        Execute(OrleansSchema.Sqlite);
        Execute(OrleansSchema.Sqlite);
    }

    public string ConnectionString { get; }

    public long Count(string table) => (long)Scalar($"SELECT COUNT(*) FROM {table}")!;

    public object? Scalar(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
