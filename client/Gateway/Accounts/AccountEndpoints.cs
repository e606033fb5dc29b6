using Darkroom.Accounts;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Darkroom.Gateway.Accounts;

/// <summary>Everything that the account holds about the person.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Email">Where mails go.</param>
/// <param name="Name">How the person is called; absent if not said.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Language">Of mails and pages.</param>
/// <param name="CreatedAt">When the address was confirmed.</param>
/// <param name="AcceptedPolicies">Which policy versions were accepted, and when.</param>
/// <param name="Age">That and when the age limit was met; the birth date itself was discarded.</param>
public sealed record AccountBody(
    string Id, string Email, string? Name, string Country, string Language, DateTimeOffset CreatedAt,
    IReadOnlyList<AcceptanceBody> AcceptedPolicies, AgeBody Age);

/// <summary>An acceptance of the policy.</summary>
/// <param name="Version">The accepted version.</param>
/// <param name="At">When.</param>
public sealed record AcceptanceBody(string Version, DateTimeOffset At);

/// <summary>An age check that was passed.</summary>
/// <param name="LimitMet">The age limit in years.</param>
/// <param name="CheckedAt">When it was checked.</param>
public sealed record AgeBody(int LimitMet, DateTimeOffset CheckedAt);

/// <summary>Facts to correct; what is absent stays as it is.</summary>
/// <param name="Name">An empty text removes the name.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Language">One of the brand's languages.</param>
/// <param name="BirthDate">Needed only with a country whose age limit is higher than the one that was checked; discarded.</param>
public sealed record CorrectionBody(string? Name, string? Country, string? Language, string? BirthDate);

/// <summary>An erasure.</summary>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="Deadline">When everything is gone at the latest.</param>
/// <param name="Done">Whether everything is gone already.</param>
public sealed record ErasureBody(DateTimeOffset RequestedAt, DateTimeOffset Deadline, bool Done);

/// <summary>Sign-up, sign-in, sessions, API keys and the account itself.</summary>
public static class AccountEndpoints
{
    /// <summary>Adds what the endpoints need beside the gateway's own services.</summary>
    public static IServiceCollection AddAccountEndpoints(this IServiceCollection services) =>
        services.AddSingleton<ICredentials, AccountCredentials>();

    /// <summary>Maps the endpoints.</summary>
    /// <param name="routes">The group <c>/v1</c>.</param>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapSignUp();
        routes.MapSessions();
        routes.MapApiKeys();
        var account = routes.MapGroup("/account").WithTags("Account").RequireCaller(Scopes.Account);
        account.MapGet("", Read).WithName("readAccount").WithSummary("Everything that is held about the person.");
        account.MapPatch("", Correct).WithName("correctAccount").WithSummary("Corrects facts.")
            .Refuses(ProblemKinds.BadParameters, AccountProblems.TooYoung);
        account.MapDelete("", Erase).WithName("eraseAccount").WithSummary("Erases the account and everything that belongs to it.");
    }

    private static async Task<Results<Ok<AccountBody>, Problem>> Read(Caller caller, HttpContext context, [FromServices] IGrainFactory grains)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await User(grains, caller).Read() is { } account
            ? TypedResults.Ok(Body(account)) : new Problem(ProblemKinds.Unauthenticated);
    }

    private static async Task<Results<Ok<AccountBody>, Problem>> Correct(
        CorrectionBody body, Caller caller, HttpContext context, [FromServices] IGrainFactory grains)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await User(grains, caller).Correct(new AccountCorrection(body.Name, body.Country, body.Language, body.BirthDate)) switch
        {
            CorrectionResult.Corrected corrected => TypedResults.Ok(Body(corrected.Account)),
            CorrectionResult.TooYoung young => new Problem(AccountProblems.TooYoung).With("minimumAge", young.MinimumAge),
            CorrectionResult.Invalid invalid => Problem.BadParameters(invalid.Errors),
            _ => new Problem(ProblemKinds.Unauthenticated),
        };
    }

    private static async Task<Results<Accepted<ErasureBody>, Problem>> Erase(
        Caller caller, HttpContext context, [FromServices] IGrainFactory grains)
    {
        if (await User(grains, caller).Erase() is not { } erasure)
            return new Problem(ProblemKinds.Unauthenticated);
        SessionCookie.Delete(context);
        return TypedResults.Accepted((string?)null, new ErasureBody(erasure.RequestedAt, erasure.Deadline, erasure.Done));
    }

    private static AccountBody Body(AccountView account) => new(
        account.Id.Value, account.Email, account.Name, account.Country, account.Language, account.CreatedAt,
        [.. account.AcceptedPolicies.Select(one => new AcceptanceBody(one.Version, one.At))],
        new AgeBody(account.AgeMet, account.AgeCheckedAt));

    private static IUserGrain User(IGrainFactory grains, Caller caller) => grains.GetGrain<IUserGrain>(GrainKeys.User(caller.User));
}
