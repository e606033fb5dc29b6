using System.Reflection;

namespace Darkroom.Silo.Hosting;

/// <summary>Which of the official packages this build uses and where a stand-in takes their place; written in by the build.</summary>
internal static class Engine
{
    private static readonly Dictionary<string, bool> IsStandIn = typeof(Engine).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Key.StartsWith("package:", StringComparison.Ordinal))
        .ToDictionary(attribute => attribute.Key["package:".Length..], attribute => attribute.Value == "standin");

    /// <summary>The grain engine in words.</summary>
    public static string Name => IsStandIn["Orleans"] ? "embedded (Orleans stand-in)" : "Orleans";

    /// <summary>The packages that a stand-in replaces, or "none".</summary>
    public static string StandIns =>
        IsStandIn.Where(package => package.Value).Select(package => package.Key).Order().ToArray() is { Length: > 0 } names
            ? string.Join(", ", names) : "none";
}
