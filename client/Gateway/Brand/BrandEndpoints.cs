using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Brand;

/// <summary>What anybody may know about a brand.</summary>
/// <param name="Name">The name people see.</param>
/// <param name="PolicyVersion">The version that a new account must accept.</param>
/// <param name="Languages">BCP 47 tags, the default first.</param>
/// <param name="SignIn">Sign-in methods.</param>
/// <param name="MinimumAge">In years; some countries ask for more.</param>
/// <param name="Contact">Where privacy requests go.</param>
public sealed record BrandBody(
    string Name, string PolicyVersion, IReadOnlyList<string> Languages, IReadOnlyList<string> SignIn, int MinimumAge, string Contact);

internal static class BrandEndpoints
{
    public static void MapBrand(this IEndpointRouteBuilder routes) => routes.MapGet("/brand", Read)
        .WithName("readBrand").WithTags("Brand").WithSummary("The service that answers under this host name.");

    private static Ok<BrandBody> Read(CurrentBrand brand, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.Headers.Vary = "Host, X-Brand";
        var policy = brand.Policy;
        return TypedResults.Ok(new BrandBody(
            policy.Name, policy.PolicyVersion, policy.Languages, policy.SignIn, policy.MinimumAge, policy.Contact));
    }
}
