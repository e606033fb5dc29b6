using System.Globalization;
using System.Text.Json;
using Darkroom.Drivers;
using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>The way in from the internet.</summary>
internal static class IngressPolicies
{
    private const string HaProxy = "haproxy-ingress.github.io/";
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public static IReadOnlyList<Policy> All { get; } =
    [
        new("there is one way in", overlay => overlay.All<V1Ingress>().Count() == 1 && overlay.All<V1Service>().All(service => service.Spec.Type is null or "ClusterIP") ? [] : ["others"], "prod"),
        Of("every host is served over TLS only", ingress => ingress.Spec.DefaultBackend is null
            && ingress.Spec.Rules.All(rule => rule.Host is { Length: > 0 } && ingress.Spec.Tls?.Any(tls => tls.Hosts?.Contains(rule.Host) == true && tls.SecretName is { Length: > 0 }) == true)
            && Says(ingress, "ssl-redirect") == "true"),
        Of("browsers are told to come back over TLS", ingress => Says(ingress, "hsts") == "true" && Says(ingress, "hsts-include-subdomains") == "true"
            && long.TryParse(Says(ingress, "hsts-max-age"), CultureInfo.InvariantCulture, out var seconds) && seconds >= Year.TotalSeconds),
        Of("the largest upload of any brand fits", ingress => Says(ingress, "proxy-body-size") is { } size && size.EndsWith('m')
            && long.TryParse(size[..^1], CultureInfo.InvariantCulture, out var mebibytes) && mebibytes << 20 > LargestUpload() + (1 << 20)),
        // HAProxy passes bodies on as they come and has no files to keep them in; the nginx controllers do both by default.
        Of("neither uploads nor events are held up on a disk", ingress => ingress.Spec.IngressClassName == "haproxy"),
        Of("an event stream outlives its silences", ingress => Says(ingress, "timeout-server") is { } text && text.EndsWith('s')
            && int.TryParse(text[..^1], CultureInfo.InvariantCulture, out var seconds) && seconds >= 60),
        new("it leads to the gateway", overlay =>
            from path in overlay.All<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths)
            let to = path.Backend.Service
            where overlay.All<V1Service>().SingleOrDefault(service => service.Name() == to?.Name && service.Name() == "gateway")?.Spec.Ports.Any(port => port.Name == to?.Port?.Name) != true
            select path.Path, "prod"),
    ];

    private static Policy Of(string name, Func<V1Ingress, bool> holds) =>
        new(name, overlay => overlay.All<V1Ingress>().Where(ingress => !holds(ingress)).Select(ingress => ingress.Name()), "prod");

    private static string? Says(V1Ingress ingress, string key) => ingress.Annotations().At(HaProxy + key);

    private static long LargestUpload() => Directory.GetFiles(Path.Combine(Repository.Root, "brands"), "*.json")
        .Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal) && Path.GetFileName(file) != "clauses.json")
        .Max(file => JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
            .RootElement.GetProperty("uploads").GetProperty("maximumBytes").GetInt64());
}
