using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Requests;

/// <summary>
/// Bounds every request body: by <see cref="GatewayOptions.MaximumBodyBytes"/>, or by what the endpoint says of itself. A body whose
/// announced length is too much is refused before a byte of it is read.
/// </summary>
internal sealed class BodyLimits(RequestDelegate next, IOptions<GatewayOptions> options)
{
    /// <summary>The limit that holds for a request, or null for none.</summary>
    public static long? Of(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    public Task Invoke(HttpContext context)
    {
        var own = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>();
        if (own is not null)
            return next(context); // The framework applies it; such an endpoint also counts for itself.
        var limit = options.Value.MaximumBodyBytes;
        if (context.Request.ContentLength > limit)
            return new Problem(ProblemKinds.TooLarge).With("limit", limit).ExecuteAsync(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limit;
        return next(context);
    }
}
