using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Callers;

/// <summary>
/// The session cookie: HttpOnly, SameSite=Lax, the whole site, and under TLS <c>Secure</c> with the <c>__Host-</c> prefix, which a
/// browser only accepts from this very host (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3.2).
/// </summary>
public static class SessionCookie
{
    internal const string PlainName = "darkroom-session";
    internal const string SecureName = "__Host-darkroom-session";

    /// <summary>The secret that the browser sent, or null.</summary>
    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    /// <summary>Hands the browser a session.</summary>
    /// <param name="context">The request that signed in.</param>
    /// <param name="secret">The session's token.</param>
    /// <param name="expiresAt">When the browser drops it.</param>
    public static void Write(HttpContext context, string secret, DateTimeOffset expiresAt) =>
        context.Response.Cookies.Append(Name(context.Request), secret, Options(context.Request, expiresAt));

    /// <summary>Takes the session away from the browser.</summary>
    public static void Delete(HttpContext context) =>
        context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, null));

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request, DateTimeOffset? expiresAt) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expiresAt,
        IsEssential = true,
    };
}
