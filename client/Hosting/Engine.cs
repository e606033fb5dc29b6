using System.Reflection;

namespace Darkroom.Hosting;

/// <summary>Which of the official packages this build uses and where a stand-in takes their place; written in by the build.</summary>
public static class Engine
{
    private static readonly Dictionary<string, bool> IsStandIn = typeof(Engine).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Key.StartsWith("package:", StringComparison.Ordinal))
        .ToDictionary(attribute => attribute.Key["package:".Length..], attribute => attribute.Value == "standin");

    /// <summary>Whether grains run on Orleans itself; without it there are no clusters.</summary>
    public static bool IsOrleans => !IsStandIn["Orleans"];

    /// <summary>The grain engine in words.</summary>
    public static string Name => IsOrleans ? "Orleans" : "embedded (Orleans stand-in)";

    /// <summary>The packages that a stand-in replaces, or "none".</summary>
    public static string StandIns =>
        IsStandIn.Where(package => package.Value).Select(package => package.Key).Order().ToArray() is { Length: > 0 } names
            ? string.Join(", ", names) : "none";
}
