using System.Reflection;

namespace Darkroom.Storage;

/// <summary>The SQL files that are embedded in this assembly, named by their path from the project's folder.</summary>
internal static class SqlFiles
{
    private static readonly Assembly Home = typeof(SqlFiles).Assembly;

    public static string Read(string path)
    {
        using var stream = Home.GetManifestResourceStream(path) ?? throw new FileNotFoundException($"No embedded SQL file '{path}'.", path);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The files directly in a folder, by name.</summary>
    public static IEnumerable<string> In(string folder) =>
        Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal) && name.IndexOf('/', folder.Length + 1) < 0)
            .Order(StringComparer.Ordinal);
}
