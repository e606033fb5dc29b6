using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Darkroom.Gateway.Callers;

/// <summary>Marks an endpoint that reads its body as a stream and therefore checks the form's anti-forgery field itself.</summary>
public sealed record StreamedFormMetadata;

/// <summary>
/// Keeps forged requests out where a cookie signs in: an unsafe method needs the session's token in the header or in a plain form's
/// hidden field, and never comes from another site. Bearer tokens need none: no browser sends them on its own. Pages whose forms
/// the framework's own anti-forgery checks are left to it.
/// </summary>
internal sealed class AntiforgeryMiddleware(RequestDelegate next)
{
    public async Task Invoke(HttpContext context)
    {
        if (context.CookieSecret() is not { } secret || IsSafe(context.Request.Method) || IsCheckedElsewhere(context))
        {
            await next(context);
            return;
        }

        var fromElsewhere = context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        if (fromElsewhere || !await HasToken(context, secret))
        {
            await context.Refuse(new Problem(ProblemKinds.Forgery));
            return;
        }

        await next(context);
    }

    private static async Task<bool> HasToken(HttpContext context, string secret)
    {
        var request = context.Request;
        if (request.Headers.TryGetValue(AntiforgeryToken.HeaderName, out var header))
            return AntiforgeryToken.IsValid(header, secret);
        if (context.GetEndpoint()?.Metadata.GetMetadata<StreamedFormMetadata>() is not null && IsMultipart(request))
            return true; // Its reader refuses before it takes the first file.
        if (!request.HasFormContentType || IsMultipart(request))
            return false;
        var form = await request.ReadFormAsync(context.RequestAborted);
        return AntiforgeryToken.IsValid(form[AntiforgeryToken.FieldName], secret);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsMultipart(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsCheckedElsewhere(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true };
}
