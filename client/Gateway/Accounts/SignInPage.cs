using System.Net;
using Darkroom.Gateway.Brand;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Accounts;

/// <summary>The address that mailed links open, and the languages of who asked for the mail.</summary>
internal static class SignInPage
{
    /// <summary>
    /// The sign-in page as this visitor reaches it. A host name that the brand does not list could be an attacker's, sent so
    /// that somebody else's mail leads there; then the brand's own first host stands instead.
    /// </summary>
    public static string Address(HttpContext context, CurrentBrand brand)
    {
        var request = context.Request;
        var host = IsOurs(context, brand) ? request.Host.Value : WithPort(brand.Policy.Hosts[0], request.Host.Port);
        var choice = request.Headers["X-Brand"].Count > 0 || request.Query.ContainsKey("brand") ? $"?brand={brand.Id}" : "";
        return $"{request.Scheme}://{host}/sign-in{choice}";
    }

    /// <summary>What the visitor reads, best first.</summary>
    public static string[] Languages(HttpContext context) =>
        [.. context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(one => one.Quality ?? 1)
            .Select(one => one.Value.ToString()).Where(tag => tag.Length is >= 2 and <= 35).Take(10)];

    private static bool IsOurs(HttpContext context, CurrentBrand brand)
    {
        var host = context.Request.Host.Host;
        return brand.Policy.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address)
                && (IPAddress.IsLoopback(address) || address.Equals(context.Connection.LocalIpAddress)));
    }

    private static string WithPort(string host, int? port) => port is { } known ? $"{host}:{known}" : host;
}
