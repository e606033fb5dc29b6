using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Operators;

/// <summary>Marks endpoints for operators; accounts, sessions and API keys mean nothing there.</summary>
/// <param name="IsPage">For people, who prove themselves by HTTP Basic; otherwise for programs, by a bearer.</param>
public sealed record OperatorMetadata(bool IsPage);

/// <summary>How endpoints for operators refuse.</summary>
public static class OperatorProblems
{
    /// <summary>No operator is calling.</summary>
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "Not signed in as operator",
        "This is for operators, and the request does not carry the operator's key. Sessions and API keys open nothing here.",
        "Send the key of DARKROOM_OPERATOR_KEY as 'Authorization: Bearer …'.");
}

/// <summary>Lets endpoints ask for an operator.</summary>
public static class OperatorEndpointExtensions
{
    /// <summary>Requires the operator's key. Map such endpoints only where the services have an <see cref="OperatorKey"/>.</summary>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder builder, bool isPage) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new OperatorMetadata(isPage))
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(OperatorAuthentication.SchemeName).RequireAuthenticatedUser());

    internal static AuthenticationBuilder AddOperator(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddSingleton<OperatorAttempts>();
        return authentication.AddScheme<AuthenticationSchemeOptions, OperatorAuthentication>(OperatorAuthentication.SchemeName, null);
    }
}
