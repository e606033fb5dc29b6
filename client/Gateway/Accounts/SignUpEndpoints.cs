using Darkroom.Accounts;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Problems;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Darkroom.Gateway.Accounts;

/// <summary>A wish for an account.</summary>
/// <param name="Email">Where the confirmation goes.</param>
/// <param name="Name">How the person is called; may be absent.</param>
/// <param name="BirthDate"><c>yyyy-mm-dd</c>; checked against the age limit and discarded.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="AcceptedPolicy">The policy version that the person accepts: <c>policyVersion</c> of <c>GET /v1/brand</c>.</param>
public sealed record SignUpBody(string? Email, string? Name, string? BirthDate, string? Country, string? AcceptedPolicy);

/// <summary>A mail is on its way, whatever is known of the address.</summary>
/// <param name="Message">For a person.</param>
public sealed record MailSentBody(string Message)
{
    internal static MailSentBody Instance { get; } = new("If a mail can reach that address, it has a link and a code in it.");
}

internal static class SignUpEndpoints
{
    public static void MapSignUp(this IEndpointRouteBuilder routes) => routes.MapPost("/accounts", SignUp)
        .WithName("signUp").WithTags("Account").WithSummary("Wishes for an account; a mail brings the confirmation.")
        .RequireRateLimiting(RateLimits.SignIn)
        .Refuses(ProblemKinds.BadParameters, AccountProblems.TooYoung, AccountProblems.PolicyNotAccepted);

    private static async Task<Results<Accepted<MailSentBody>, Problem>> SignUp(
        SignUpBody body, CurrentBrand brand, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var form = new SignUpForm(
            body.Email, body.Name, body.BirthDate, body.Country, body.AcceptedPolicy,
            SignInPage.Languages(context), SignInPage.Address(context, brand));
        return await grains.GetGrain<IAccountsGrain>(GrainKeys.Accounts(brand.Id)).SignUp(form) switch
        {
            SignUpResult.TooYoung young => new Problem(AccountProblems.TooYoung).With("minimumAge", young.MinimumAge),
            SignUpResult.PolicyNotAccepted policy => new Problem(AccountProblems.PolicyNotAccepted).With("policyVersion", policy.Version),
            SignUpResult.Invalid invalid => Problem.BadParameters(invalid.Errors),
            _ => TypedResults.Accepted((string?)null, MailSentBody.Instance),
        };
    }
}
