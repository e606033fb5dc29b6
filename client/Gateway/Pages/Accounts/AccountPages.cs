using Darkroom.Accounts;
using Darkroom.Gateway.Accounts;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SignInResult = Darkroom.Accounts.SignInResult;

namespace Darkroom.Gateway.Pages;

/// <summary>Signing up, in and out, and the account page: plain forms that work without a script.</summary>
internal static class AccountPages
{
    public static void MapAccountPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-up", IResult (Visit visit, HttpContext context) => visit.Caller is null
            ? context.Page<SignUpPage>(new { Visit = visit, Form = SignUpFields.Empty }) : PageResults.SeeOther("/"));
        pages.MapPost("/sign-up", SignUp).RequireRateLimiting(RateLimits.SignIn);
        pages.MapGet("/sign-in", IResult (Visit visit, HttpContext context, string? token) => token is { Length: > 0 }
            ? context.Page<LinkPage>(new { Visit = visit, Token = token }) : context.Page<SignInStartPage>(new { Visit = visit }));
        pages.MapPost("/sign-in", AskForMail).RequireRateLimiting(RateLimits.SignIn);
        pages.MapPost("/sign-in/code", TakeCode).RequireRateLimiting(RateLimits.SignIn);
        pages.MapPost("/sign-in/link", TakeLink).RequireRateLimiting(RateLimits.SignIn);
        pages.MapGet("/account", Account);
        pages.MapPost("/account/sign-out", SignOut);
        pages.MapPost("/account/sign-out-everywhere", SignOutEverywhere);
        pages.MapPost("/account/delete", Delete);
    }

    private static async Task<IResult> SignUp(Visit visit, CurrentBrand brand, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var fields = new SignUpFields(form["email"], form["name"], form["birthDate"], form["country"]);
        var wish = new SignUpForm(
            fields.Email, fields.Name, fields.BirthDate, fields.Country, form["acceptedPolicy"],
            [visit.Texts.Language], SignInPage.Address(context, brand));
        var errors = await Accounts(grains, brand).SignUp(wish) switch
        {
            SignUpResult.TooYoung young => One("birthDate", visit.T("error.tooYoung", ("age", young.MinimumAge.ToString(visit.Culture)))),
            SignUpResult.PolicyNotAccepted => One("acceptedPolicy", visit.T("error.field.acceptedPolicy")),
            SignUpResult.Invalid invalid => invalid.Errors.ToDictionary(e => e.Key, e => visit.T($"error.field.{e.Key}", e.Value)),
            _ => null,
        };
        return errors is null
            ? context.Page<CodePage>(new { Visit = visit, Email = fields.Email })
            : context.Page<SignUpPage>(new { Visit = visit, Form = fields, Problems = (IReadOnlyDictionary<string, string>)errors }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AskForMail(Visit visit, CurrentBrand brand, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var email = (await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString();
        var ask = new SignInAsk(email, [visit.Texts.Language], SignInPage.Address(context, brand));
        return await Accounts(grains, brand).AskToSignIn(ask) is SignInAskResult.Invalid
            ? context.Page<SignInStartPage>(
                new { Visit = visit, Email = email, Problems = One("email", visit.T("error.field.email")) }, StatusCodes.Status422UnprocessableEntity)
            : context.Page<CodePage>(new { Visit = visit, Email = email });
    }

    private static async Task<IResult> TakeCode(Visit visit, CurrentBrand brand, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var email = form["email"].ToString();
        var code = form["code"].ToString().Replace(" ", "", StringComparison.Ordinal);
        return await Enter(context, Accounts(grains, brand), new SignInProof(null, email, code, AccessKind.Cookie))
            ? PageResults.SeeOther("/")
            : context.Page<CodePage>(
                new { Visit = visit, Email = email, Problems = One("code", visit.T("error.code")) }, StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> TakeLink(Visit visit, CurrentBrand brand, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var token = (await context.Request.ReadFormAsync(context.RequestAborted))["token"].ToString();
        return await Enter(context, Accounts(grains, brand), new SignInProof(token, null, null, AccessKind.Cookie))
            ? PageResults.SeeOther("/")
            : context.Page<MessagePage>(
                new { Visit = visit, Heading = visit.T("link.over"), Text = visit.T("link.over.text"), Href = "/sign-in", Link = visit.T("nav.signIn") },
                StatusCodes.Status401Unauthorized);
    }

    private static async Task<IResult> Account(Visit visit, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (visit.Caller is null || await User(grains, visit.Caller).Read() is not { } account)
            return PageResults.SeeOther("/sign-in");
        return context.Page<AccountPage>(new
        {
            Visit = visit,
            Account = account,
            Sessions = await User(grains, visit.Caller).Sessions(),
            CurrentSession = visit.Caller.CredentialId,
        });
    }

    private static async Task<IResult> SignOut(Visit visit, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (visit.Caller is { } caller)
            await User(grains, caller).EndSession(caller.CredentialId);
        SessionCookie.Delete(context);
        return PageResults.SeeOther("/");
    }

    private static async Task<IResult> SignOutEverywhere(Visit visit, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (visit.Caller is { } caller)
            await User(grains, caller).EndSessions();
        SessionCookie.Delete(context);
        return PageResults.SeeOther("/");
    }

    private static async Task<IResult> Delete(Visit visit, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (visit.Caller is not { } caller)
            return PageResults.SeeOther("/sign-in");

        // Typing the word is the undo: a slip of the mouse deletes nobody.
        var typed = (await context.Request.ReadFormAsync(context.RequestAborted))["confirm"].ToString().Trim();
        if (!typed.Equals(visit.T("account.delete.word"), StringComparison.OrdinalIgnoreCase))
            return PageResults.SeeOther("/account#delete");
        await User(grains, caller).Erase();
        SessionCookie.Delete(context);
        return context.Page<MessagePage>(new
        {
            Visit = visit with { Caller = null, Antiforgery = null },
            Heading = visit.T("account.deleted"),
            Text = visit.T("account.deleted.text"),
            Href = "/",
            Link = visit.T("toHome"),
        });
    }

    private static async Task<bool> Enter(HttpContext context, IAccountsGrain accounts, SignInProof proof)
    {
        if (await accounts.SignIn(proof) is not SignInResult.SignedIn signedIn)
            return false;
        SessionCookie.Write(context, signedIn.Session.Token, signedIn.Session.ExpiresAt);
        return true;
    }

    private static Dictionary<string, string> One(string field, string message) => new Dictionary<string, string> { [field] = message };

    private static IAccountsGrain Accounts(IGrainFactory grains, CurrentBrand brand) =>
        grains.GetGrain<IAccountsGrain>(GrainKeys.Accounts(brand.Id));

    private static IUserGrain User(IGrainFactory grains, Caller caller) => grains.GetGrain<IUserGrain>(GrainKeys.User(caller.User));
}
