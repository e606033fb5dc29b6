using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Callers;

/// <summary>How a caller proved who they are.</summary>
public enum CredentialKind
{
    /// <summary>A signed-in session, by cookie or as a bearer token: may do everything.</summary>
    Session,

    /// <summary>An API key: may do what its scopes say.</summary>
    ApiKey,
}

/// <summary>Who is calling, as a handler's parameter on endpoints that require a signed-in caller.</summary>
/// <param name="User">The account.</param>
/// <param name="Kind">Session or API key.</param>
/// <param name="CredentialId">Names the session or key (never the secret).</param>
/// <param name="Scopes">What an API key may do; empty for a session.</param>
/// <param name="IsRestricted">The person has restricted processing: no new work is taken (403 <c>restricted</c>).</param>
public sealed record Caller(
    UserId User, CredentialKind Kind, string CredentialId, IReadOnlySet<string> Scopes, bool IsRestricted)
{
    /// <summary>Whether this caller may do what the scope names (see <see cref="Callers.Scopes"/>).</summary>
    public bool May(string scope) => Kind == CredentialKind.Session || Scopes.Contains(scope);

    /// <summary>Binds a handler's parameter. Null only where the endpoint also lets strangers in.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.Caller());
}

/// <summary>The rights that an API key can be given. A session has them all.</summary>
public static class Scopes
{
    /// <summary>Read jobs and fetch results.</summary>
    public const string JobsRead = "jobs:read";

    /// <summary>Submit, cancel and forget jobs.</summary>
    public const string JobsWrite = "jobs:write";

    /// <summary>Read the wallet and its ledger.</summary>
    public const string WalletRead = "wallet:read";

    /// <summary>Read and change the account, sessions and keys.</summary>
    public const string Account = "account";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [JobsRead, JobsWrite, WalletRead, Account];
}

/// <summary>
/// Says whose a secret is. Implemented by the accounts; called once per request, so it is expected to be quick.
/// Thread-safe.
/// </summary>
public interface ICredentials
{
    /// <summary>The caller behind a session token or an API key of this brand; null when it is unknown, expired or revoked.</summary>
    /// <param name="brand">The brand of the request: a secret of another brand is unknown here.</param>
    /// <param name="secret">As it came from outside, of any form and up to 512 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<Caller?> Check(BrandId brand, string secret, CancellationToken cancellation);
}

/// <summary>Reads the caller of a request.</summary>
public static class CallerContext
{
    /// <summary>The signed-in caller, or null.</summary>
    public static Caller? Caller(this HttpContext context) => context.User.Identity is CallerIdentity identity ? identity.Caller : null;

    /// <summary>The session's secret when a cookie (and not a header) proved who is calling: then forged requests must be kept out.</summary>
    internal static string? CookieSecret(this HttpContext context) => (context.User.Identity as CallerIdentity)?.CookieSecret;
}

/// <summary>The caller as the framework's identity.</summary>
internal sealed class CallerIdentity(Caller caller, string? cookieSecret) : ClaimsIdentity(Scheme)
{
    public const string Scheme = "Darkroom";

    public Caller Caller => caller;

    public string? CookieSecret => cookieSecret;
}
