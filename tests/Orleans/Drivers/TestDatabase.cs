using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Darkroom.Orleans.Tests;

/// <summary>A real SQLite file with the schema of the product, gone with the test.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("darkroom-orleans-").FullName;

    static TestDatabase() => DbProviderFactories.RegisterFactory("System.Data.SQLite", SqliteFactory.Instance);

    public TestDatabase()
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "test.db") }.ConnectionString;
        Execute("PRAGMA journal_mode = WAL");
        Execute(Schema);
        Execute(Schema);
    }

    public string ConnectionString { get; }

    private static string Schema
    {
        get
        {
            using var reader = new StreamReader(typeof(TestDatabase).Assembly.GetManifestResourceStream("Sqlite.sql")!);
            return reader.ReadToEnd();
        }
    }

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
