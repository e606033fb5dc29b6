using Darkroom.Gateway.Callers;
using Darkroom.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Darkroom.Gateway.Jobs;

/// <summary>How a receiver of call-backs tells that they are ours.</summary>
/// <param name="Header">The header of every call-back: <c>t=</c> seconds since 1970, <c>v1=</c> the signature.</param>
/// <param name="Secret">
/// The key of the signature: HMAC-SHA256, in hexadecimal, of <c>t</c>, a full stop and the body as received. Take nothing older than five minutes.
/// </param>
public sealed record CallbackSecretBody(string Header, string Secret);

/// <summary>The account's secret for call-backs.</summary>
internal static class CallbackEndpoints
{
    public static void MapCallbacks(this IEndpointRouteBuilder routes) => routes.MapGet("/callbacks/secret", Read)
        .RequireCaller(Scopes.Account).WithTags("Jobs")
        .WithName("readCallbackSecret").WithSummary("The secret that this account's call-backs are signed with.");

    private static async Task<Ok<CallbackSecretBody>> Read(HttpContext context, Caller caller, [FromServices] IGrainFactory grains)
    {
        context.Response.Headers.CacheControl = "no-store";
        var secret = await grains.GetGrain<ICallbackSecretGrain>(GrainKeys.CallbackSecret(caller.User)).Read();
        return TypedResults.Ok(new CallbackSecretBody(CallbackSignature.Header, secret));
    }
}
