using Darkroom.Brands;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Brand;

/// <summary>The brand that a request is for, as a handler's parameter: <c>(CurrentBrand brand) => brand.Policy…</c>.</summary>
/// <param name="Policy">The brand's policy, as enforced now.</param>
public sealed record CurrentBrand(BrandPolicy Policy)
{
    /// <summary>The brand's id.</summary>
    public BrandId Id => Policy.Id;

    /// <summary>Binds a handler's parameter; the brand middleware has run before any endpoint.</summary>
    public static ValueTask<CurrentBrand?> BindAsync(HttpContext context) => new(new CurrentBrand(context.Brand()));
}

/// <summary>Where the brand of a request is kept.</summary>
public static class BrandContext
{
    /// <summary>The brand of this request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is one that answers on any host.</exception>
    public static BrandPolicy Brand(this HttpContext context) => context.Features.Get<BrandFeature>()?.Policy
        ?? throw new InvalidOperationException("This endpoint answers on any host and has no brand.");

    /// <summary>Whether the request has come as far as to have a brand.</summary>
    internal static bool HasBrand(this HttpContext context) => context.Features.Get<BrandFeature>() is not null;

    internal static void SetBrand(this HttpContext context, BrandPolicy policy) => context.Features.Set(new BrandFeature(policy));

    private sealed record BrandFeature(BrandPolicy Policy);
}

/// <summary>Marks endpoints (probes, metrics, the API description) that answer on any host and have no brand.</summary>
public sealed record AnyHostMetadata;
