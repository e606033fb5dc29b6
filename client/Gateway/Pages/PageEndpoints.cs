using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Pages;

/// <summary>
/// The pages for people: rendered on the server, complete without a script; scripts add drag and drop, live progress and comparison.
/// They need <see cref="Texts.TextCatalogues"/> in the container.
/// </summary>
internal static class PageEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();

        // Nothing here is protected by the framework's own keys, so none are made and written to a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        return services;
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPageAssets();
        var pages = routes.MapGroup("").ExcludeFromDescription().AddEndpointFilter(RefuseForeignForms);
        pages.MapGet("/", (Visit visit, HttpContext context) => context.Page<HomePage>(new { Visit = visit }));
        foreach (var name in PolicyDocuments.Names)
            pages.MapGet($"/{name}", (Visit visit, HttpContext context) => context.Page<PolicyPage>(new { Visit = visit, Name = name }));
        pages.MapGet("/wallet", Wallet);
        pages.MapGet("/language/{tag}", ChooseLanguage);
        pages.MapGet("/assets/brand.css", BrandColours);
        pages.MapAccountPages();
        pages.MapJobPages();
    }

    private static async Task<IResult> Wallet(Visit visit, HttpContext context, [FromServices] IGrainFactory grains, string? before)
    {
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");
        var wallet = grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(caller.User));
        try
        {
            return context.Page<WalletPage>(new { Visit = visit, Wallet = await wallet.Read(), Transfers = await wallet.Transfers(before, 50) });
        }
        catch (FormatException)
        {
            return PageResults.SeeOther("/wallet"); // A cursor that somebody typed.
        }
    }

    private static IResult ChooseLanguage(string tag, Visit visit, HttpContext context, string? to)
    {
        if (visit.Brand.Languages.Contains(tag))
        {
            context.Response.Cookies.Append(Visit.LanguageCookie, tag, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                MaxAge = Visit.LanguageCookieStays,
            });
        }

        return PageResults.SeeOther(PageResults.Local(to));
    }

    private static IResult BrandColours(CurrentBrand brand, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers.Vary = "Host";
        return Results.Text(Colours.Of(brand.Policy.Look), "text/css");
    }

    /// <summary>
    /// A stranger has no session to derive a token from, yet a foreign site must not sign a browser in as somebody else:
    /// browsers say where a form comes from (https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site).
    /// </summary>
    private static async ValueTask<object?> RefuseForeignForms(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var isForeign = context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        if (!isForeign || !HttpMethods.IsPost(context.Request.Method))
            return await next(invocation);
        await context.Refuse(new Problems.Problem(Problems.ProblemKinds.Forgery));
        return Results.Empty;
    }
}
