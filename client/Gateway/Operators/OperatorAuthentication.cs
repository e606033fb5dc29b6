using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Operators;

/// <summary>
/// Lets operators in: programs by <c>Authorization: Bearer KEY</c>, people on pages by HTTP Basic (RFC 7617) with the key as the password, which
/// browsers ask for by themselves. Nothing else opens these endpoints, no session and no API key.
/// </summary>
internal sealed partial class OperatorAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, OperatorKey key, OperatorAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Operator";

    /// <summary>The name that goes with the key on pages.</summary>
    public const string UserName = "operator";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private TimeSpan? wait;

    private bool IsPage => Context.GetEndpoint()?.Metadata.GetMetadata<OperatorMetadata>() is { IsPage: true };

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        wait = attempts.Wait(Context);
        if (wait is not null)
            return Task.FromResult(AuthenticateResult.Fail("Too many attempts have failed."));
        if (key.Matches((IsPage ? Password(header) : Token(header)) ?? ""))
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName)));
        attempts.OnFailure(Context);
        LogFailure(Logger, Context.TraceIdentifier);
        return Task.FromResult(AuthenticateResult.Fail("The key is not valid."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var problem = wait is { } time
            ? new Problem(ProblemKinds.RateLimited, "Too many attempts to enter as operator have failed from this address.") { RetryAfter = time }
            : new Problem(OperatorProblems.Unauthenticated);
        if (wait is null)
            Response.Headers.WWWAuthenticate = IsPage ? """Basic realm="Darkroom finance", charset="UTF-8" """.TrimEnd() : """Bearer realm="Darkroom finance" """.TrimEnd();
        if (!IsPage)
        {
            await problem.ExecuteAsync(Context);
            return;
        }

        Response.Headers.RetryAfter = wait is { } pause ? Problem.Seconds(pause) : default;
        var visit = (await Visit.BindAsync(Context))!;
        var (heading, text) = wait is null ? ("operator.unauthenticated.title", "operator.unauthenticated") : ("operator.wait.title", "operator.wait");
        await Context.Page<MessagePage>(
            new { Visit = visit, Heading = visit.T(heading), Text = visit.T(text), Href = "/finance", Link = visit.T("operator.again") },
            problem.Kind.Status).ExecuteAsync(Context);
    }

    private static string? Token(string header) => header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    private static string? Password(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [UserName, var password] ? password : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "[{RequestId}] An attempt to enter as operator failed.")]
    private static partial void LogFailure(ILogger logger, string requestId);
}
