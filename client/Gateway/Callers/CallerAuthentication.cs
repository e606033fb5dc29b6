using System.Security.Claims;
using System.Text.Encodings.Web;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Operators;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Callers;

/// <summary>
/// Finds out who is calling: <c>Authorization: Bearer …</c> (a session token or an API key) when there is such a header, else the
/// session cookie. A wrong header is not rescued by a good cookie.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ICredentials credentials)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string BearerPrefix = "Bearer ";
    private const int LongestSecret = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var endpoint = Context.GetEndpoint()?.Metadata;
        if (endpoint?.GetMetadata<AnyHostMetadata>() is not null || endpoint?.GetMetadata<OperatorMetadata>() is not null)
            return AuthenticateResult.NoResult();
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            var bearer = header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? header[BearerPrefix.Length..].Trim() : "";
            return await Check(bearer) is { } caller ? Success(caller, null) : AuthenticateResult.Fail("The bearer is not valid.");
        }

        if (SessionCookie.Read(Request) is not { } secret)
            return AuthenticateResult.NoResult();
        return await Check(secret) is { Kind: CredentialKind.Session } person
            ? Success(person, secret)
            : AuthenticateResult.Fail("The session has ended.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(ProblemKinds.Unauthenticated).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = Context.GetEndpoint()?.Metadata.GetMetadata<ScopeMetadata>()?.Scope;
        return new Problem(ProblemKinds.MissingScope).With("scope", scope).ExecuteAsync(Context);
    }

    private ValueTask<Caller?> Check(string secret) => secret.Length is 0 or > LongestSecret
        ? default
        : credentials.Check(Context.Brand().Id, secret, Context.RequestAborted);

    private static AuthenticateResult Success(Caller caller, string? cookieSecret) => AuthenticateResult.Success(
        new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller, cookieSecret)), CallerIdentity.Scheme));
}
