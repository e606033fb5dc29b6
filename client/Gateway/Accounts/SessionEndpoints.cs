using System.Text.Json;
using Darkroom.Accounts;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Problems;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Orleans;
using SignInResult = Darkroom.Accounts.SignInResult;

namespace Darkroom.Gateway.Accounts;

/// <summary>
/// A sign-in: <c>email</c> alone asks for a mail; <c>email</c> and <c>code</c>, or <c>link</c> alone, open a session.
/// </summary>
/// <param name="Email">The account's address.</param>
/// <param name="Code">The six digits that were mailed.</param>
/// <param name="Link">The <c>token</c> of the link that was mailed.</param>
/// <param name="Kind"><c>cookie</c> (default) or <c>token</c>.</param>
public sealed record SignInBody(string? Email, string? Code, string? Link, string? Kind);

/// <summary>A session that was just opened.</summary>
/// <param name="Id">Its id in the list of sessions.</param>
/// <param name="ExpiresAt">When it ends at the latest.</param>
/// <param name="Token">For <c>Authorization: Bearer</c>; shown this once, and only for the kind <c>token</c>.</param>
/// <param name="AntiforgeryToken">For the header <c>X-Antiforgery-Token</c> of requests that change something; only for the kind <c>cookie</c>.</param>
public sealed record NewSessionBody(string Id, DateTimeOffset ExpiresAt, string? Token, string? AntiforgeryToken);

/// <summary>A session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>cookie</c> or <c>token</c>.</param>
/// <param name="CreatedAt">When the person signed in.</param>
/// <param name="LastUsedAt">When it was last used, to the day.</param>
/// <param name="ExpiresAt">When it ends if it is not used again.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record SessionBody(
    string Id, string Kind, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current);

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapPost("", SignIn).WithName("signIn").WithSummary("Asks for a mail, or opens a session with what was mailed.")
            .RequireRateLimiting(RateLimits.SignIn).Refuses(ProblemKinds.BadParameters, AccountProblems.SignInRefused);
        sessions.MapGet("", List).WithName("listSessions").WithSummary("The account's sessions, newest first.").RequireCaller(Scopes.Account);
        sessions.MapDelete("/current", SignOut).WithName("signOut").WithSummary("Ends this session.")
            .RequireCaller(Scopes.Account).Refuses(ProblemKinds.NotFound);
        sessions.MapDelete("/{id}", End).WithName("endSession").WithSummary("Ends one session.")
            .RequireCaller(Scopes.Account).Refuses(ProblemKinds.NotFound);
        sessions.MapDelete("", SignOutEverywhere).WithName("signOutEverywhere").WithSummary("Ends all sessions; API keys stay.")
            .RequireCaller(Scopes.Account);
    }

    private static async Task<Results<Accepted<MailSentBody>, Created<NewSessionBody>, Problem>> SignIn(
        SignInBody body, CurrentBrand brand, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var accounts = grains.GetGrain<IAccountsGrain>(GrainKeys.Accounts(brand.Id));
        if (body is { Code: null, Link: null })
        {
            var ask = new SignInAsk(body.Email, SignInPage.Languages(context), SignInPage.Address(context, brand));
            return await accounts.AskToSignIn(ask) is SignInAskResult.Invalid invalid
                ? Problem.BadParameters(invalid.Errors)
                : TypedResults.Accepted((string?)null, MailSentBody.Instance);
        }

        if (body.Kind is not (null or "cookie" or "token"))
            return Problem.BadParameter("kind", "Choose 'cookie' or 'token'.");
        var kind = body.Kind == "token" ? AccessKind.Token : AccessKind.Cookie;
        if (await accounts.SignIn(new SignInProof(body.Link, body.Email, body.Code, kind)) is not SignInResult.SignedIn signedIn)
            return new Problem(AccountProblems.SignInRefused);
        var session = signedIn.Session;
        context.Response.Headers.CacheControl = "no-store";
        if (kind is AccessKind.Cookie)
            SessionCookie.Write(context, session.Token, session.ExpiresAt);
        return TypedResults.Created("/v1/sessions", kind is AccessKind.Cookie
            ? new NewSessionBody(session.Id, session.ExpiresAt, null, AntiforgeryToken.For(session.Token))
            : new NewSessionBody(session.Id, session.ExpiresAt, session.Token, null));
    }

    private static async Task<Ok<IReadOnlyList<SessionBody>>> List(Caller caller, [FromServices] IGrainFactory grains)
    {
        var sessions = await User(grains, caller).Sessions();
        return TypedResults.Ok<IReadOnlyList<SessionBody>>([.. sessions.Select(one => new SessionBody(
            one.Id, JsonNamingPolicy.CamelCase.ConvertName(one.Kind.ToString()), one.CreatedAt, one.LastUsedAt, one.ExpiresAt,
            one.Id == caller.CredentialId))]);
    }

    private static Task<Results<NoContent, Problem>> SignOut(Caller caller, HttpContext context, [FromServices] IGrainFactory grains) =>
        End(caller.CredentialId, caller, context, grains);

    private static async Task<Results<NoContent, Problem>> End(
        string id, Caller caller, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (!await User(grains, caller).EndSession(id))
            return new Problem(ProblemKinds.NotFound);
        if (id == caller.CredentialId)
            SessionCookie.Delete(context);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SignOutEverywhere(Caller caller, HttpContext context, [FromServices] IGrainFactory grains)
    {
        await User(grains, caller).EndSessions();
        SessionCookie.Delete(context);
        return TypedResults.NoContent();
    }

    private static IUserGrain User(IGrainFactory grains, Caller caller) => grains.GetGrain<IUserGrain>(GrainKeys.User(caller.User));
}
