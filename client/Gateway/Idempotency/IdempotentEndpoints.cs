using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Idempotency;

/// <summary>Marks an endpoint that creates or spends, takes a small body and honours <c>Idempotency-Key</c>.</summary>
public sealed record IdempotentMetadata;

/// <summary>Lets endpoints honour <c>Idempotency-Key</c>.</summary>
public static class IdempotentEndpoints
{
    /// <summary>A repeat with the same key and body gets the first answer; only successes are remembered. The endpoint must require a caller.</summary>
    public static TBuilder WithIdempotency<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new IdempotentMetadata());

    /// <summary>
    /// The id of the work that this request's key stands for, or null without a key. It is the same when a crash cut an earlier attempt off, so
    /// that an endpoint which names what it makes after it makes it once.
    /// </summary>
    public static string? WorkId(this HttpContext context) => context.Features.Get<WorkFeature>()?.Id;

    internal static void SetWorkId(this HttpContext context, string id) => context.Features.Set(new WorkFeature(id));

    private sealed record WorkFeature(string Id);
}
