using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Callers;

/// <summary>
/// The proof that a request with a session cookie comes from our own page. It is derived from the session's secret, so that every
/// gateway can check it without shared keys or state, it ends with the session, and it does not reveal the secret.
/// </summary>
public static class AntiforgeryToken
{
    /// <summary>The header for scripts.</summary>
    public const string HeaderName = "X-Antiforgery-Token";

    /// <summary>The hidden field for forms; in a multipart form it stands before the first file.</summary>
    public const string FieldName = "antiforgery";

    private static readonly byte[] Purpose = "darkroom antiforgery v1"u8.ToArray();

    /// <summary>The token of a session.</summary>
    /// <param name="sessionSecret">The secret in the session cookie.</param>
    public static string For(string sessionSecret) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionSecret), Purpose));

    /// <summary>The token for forms and scripts on a page, or null when the visitor is not signed in by a cookie.</summary>
    public static string? For(HttpContext context) => context.CookieSecret() is { } secret ? For(secret) : null;

    /// <summary>Whether a token from outside belongs to this session. Takes the same time for every wrong token of the right length.</summary>
    public static bool IsValid(string? token, string sessionSecret) => token is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(For(sessionSecret)));
}
