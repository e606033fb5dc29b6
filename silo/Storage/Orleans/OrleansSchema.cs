namespace Darkroom.Storage;

/// <summary>The SQL that the AdoNet providers of Orleans expect to find in the database.</summary>
public static class OrleansSchema
{
    /// <summary>Tables and queries for SQLite. Idempotent: run it before the silo starts.</summary>
    public static string Sqlite { get; } = Read("Sqlite.sql");

    private static string Read(string file)
    {
        var assembly = typeof(OrleansSchema).Assembly;
        var name = assembly.GetManifestResourceNames().Single(each => each.EndsWith($".Orleans.{file}", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
