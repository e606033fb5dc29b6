using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Darkroom.Gateway.Callers;

/// <summary>What an endpoint wants of an API key; sessions have every scope.</summary>
/// <param name="Scope">One of <see cref="Scopes"/>.</param>
public sealed record ScopeMetadata(string Scope) : IAuthorizationRequirement;

/// <summary>Lets endpoints say who may call them.</summary>
public static class CallerEndpointExtensions
{
    /// <summary>Requires a signed-in caller; an API key must have the scope.</summary>
    public static TBuilder RequireCaller<TBuilder>(this TBuilder builder, string scope) where TBuilder : IEndpointConventionBuilder
    {
        var needs = new ScopeMetadata(scope);
        return builder.WithMetadata(needs).RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(needs));
    }
}

/// <summary>Compares an API key's scopes with what the endpoint wants.</summary>
internal sealed class ScopeHandler : AuthorizationHandler<ScopeMetadata>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeMetadata requirement)
    {
        if (context.User.Identity is CallerIdentity identity && identity.Caller.May(requirement.Scope))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
