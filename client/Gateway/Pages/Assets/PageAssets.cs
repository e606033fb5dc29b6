using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Pages;

/// <summary>
/// Style sheets and scripts, embedded in this assembly. Their address carries a digest of all of them, so that browsers may keep
/// them for good and a new build is seen at once. Immutable.
/// </summary>
internal static class PageAssets
{
    private const string Prefix = "assets/";
    private static readonly FrozenDictionary<string, byte[]> Files = Load();

    /// <summary>The digest in every address.</summary>
    public static string Version { get; } = Digest();

    /// <summary>The address of a file of the folder Assets.</summary>
    public static string Url(string name) => $"/assets/{Version}/{name}";

    public static void MapPageAssets(this IEndpointRouteBuilder routes) => routes.MapGet("/assets/{version}/{name}", Serve);

    private static IResult Serve(string version, string name, HttpContext context)
    {
        if (!Files.TryGetValue(name, out var content))
            return Results.NotFound();
        context.Response.Headers.CacheControl = version == Version ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(content, MediaType(name));
    }

    private static string MediaType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private static FrozenDictionary<string, byte[]> Load()
    {
        var assembly = typeof(PageAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                return copy.ToArray();
            });
    }

    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, content) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
