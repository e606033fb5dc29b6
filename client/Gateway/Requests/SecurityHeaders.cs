using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Darkroom.Gateway.Requests;

/// <summary>
/// Headers that tell browsers what a response may do. They are added when the response starts, where nothing has set them: an endpoint
/// can say something else (a page's own cache lifetime), and a fault that clears the response does not lose them.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>For answers that are data: nothing may be loaded or run if somebody opens them as a page.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

    public Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(Add, context);
        return next(context);
    }

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        var isData = context.IsApi();
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, isData ? DataPolicy : PagePolicy);
        headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
        headers.TryAdd(HeaderNames.XFrameOptions, "DENY");
        headers.TryAdd("Referrer-Policy", isData ? "no-referrer" : "same-origin");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()");
        if (context.Request.IsHttps)
            headers.TryAdd(HeaderNames.StrictTransportSecurity, "max-age=31536000");
        if (isData)
            headers.TryAdd(HeaderNames.CacheControl, "no-store");
        return Task.CompletedTask;
    }
}
