using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Requests;

/// <summary>Marks endpoints that answer data to programs; everything else is a page for people.</summary>
public sealed record ApiMetadata;

/// <summary>Tells programs' addresses from people's.</summary>
public static class ApiPaths
{
    private static readonly PathString[] Prefixes = ["/v1", "/webhooks", "/health", "/metrics", "/openapi", "/forgery_detection"];

    /// <summary>Whether the answer, a refusal included, is data rather than a page. Also right where no endpoint matched.</summary>
    public static bool IsApi(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ApiMetadata>() is not null
        || Array.Exists(Prefixes, prefix => context.Request.Path.StartsWithSegments(prefix));
}
