namespace Darkroom.Manifests.Rendering;

/// <summary>Reading maps that may be absent.</summary>
internal static class Dictionaries
{
    /// <summary>What stands under a key; the default where there is no such key or no map at all.</summary>
    public static T? At<T>(this IDictionary<string, T>? map, string key) => map is not null && map.TryGetValue(key, out var value) ? value : default;
}
