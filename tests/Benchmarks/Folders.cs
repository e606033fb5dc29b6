using System.Reflection;

namespace Darkroom.Benchmarks;

/// <summary>Where things are in the repository that this was built from.</summary>
internal static class Folders
{
    public static string Root { get; } =
        typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "Root").Value!;

    public static string Photos => Path.Combine(Root, "tests", "photos");

    public static string Models => Path.Combine(Root, "models", "store");

    public static string Rivals => Path.Combine(Root, "tests", "Benchmarks", "rivals");
}
