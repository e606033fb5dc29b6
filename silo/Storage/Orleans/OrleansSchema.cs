namespace Darkroom.Storage;

/// <summary>The SQL that the AdoNet providers of Orleans expect to find in the database.</summary>
public static class OrleansSchema
{
    /// <summary>Tables and queries for SQLite. Idempotent: run it before the silo starts.</summary>
    public static string Sqlite { get; } = SqlFiles.Read("Orleans/Sqlite.sql");
}
