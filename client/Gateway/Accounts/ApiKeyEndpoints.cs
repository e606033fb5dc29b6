using Darkroom.Accounts;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Idempotency;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;

namespace Darkroom.Gateway.Accounts;

/// <summary>A wish for an API key.</summary>
/// <param name="Name">Tells keys apart; 1 to 100 characters.</param>
/// <param name="Scopes">What it may do: at least one of <c>jobs:read</c>, <c>jobs:write</c>, <c>wallet:read</c>, <c>account</c>.</param>
public sealed record NewApiKeyBody(string? Name, IReadOnlyList<string?>? Scopes);

/// <summary>An API key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedOn">The day of its last use; absent if never.</param>
/// <param name="Key">The key itself, shown this once.</param>
public sealed record ApiKeyBody(
    string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateOnly? LastUsedOn, string? Key);

internal static class ApiKeyEndpoints
{
    private const int LongestName = 100;

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/keys").WithTags("API keys").RequireCaller(Scopes.Account);
        keys.MapPost("", Create).WithName("createKey").WithSummary("Makes an API key and shows it, this once.").WithIdempotency()
            .Refuses(ProblemKinds.BadParameters, AccountProblems.TooManyKeys);
        keys.MapGet("", List).WithName("listKeys").WithSummary("The account's API keys, newest first.");
        keys.MapDelete("/{id}", Revoke).WithName("revokeKey").WithSummary("Ends an API key for good.").Refuses(ProblemKinds.NotFound);
    }

    private static async Task<Results<Created<ApiKeyBody>, Problem>> Create(
        NewApiKeyBody body, Caller caller, HttpContext context, [FromServices] IGrainFactory grains)
    {
        var errors = new Dictionary<string, string>();
        var name = body.Name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            errors["name"] = $"Give 1 to {LongestName} characters, none of them a control character.";
        var scopes = body.Scopes?.Distinct().ToList() ?? [];
        if (scopes.Count == 0 || scopes.Any(scope => !Scopes.All.Contains(scope)))
            errors["scopes"] = $"Choose at least one of: {string.Join(", ", Scopes.All)}.";
        else if (scopes.Any(scope => !caller.May(scope!)))
            errors["scopes"] = "An API key cannot hand out rights that it does not have itself.";
        if (errors.Count > 0)
            return Problem.BadParameters(errors);
        context.Response.Headers.CacheControl = "no-store";
        return await User(grains, caller).CreateKey(name, [.. scopes.Select(scope => scope!)]) switch
        {
            NewApiKeyResult.Created made => TypedResults.Created($"/v1/keys/{made.Key.Id}", Body(made.Key, made.Secret)),
            NewApiKeyResult.TooMany many => new Problem(AccountProblems.TooManyKeys).With("limit", many.Limit),
            _ => new Problem(ProblemKinds.Unauthenticated),
        };
    }

    private static async Task<Ok<IReadOnlyList<ApiKeyBody>>> List(Caller caller, [FromServices] IGrainFactory grains) =>
        TypedResults.Ok<IReadOnlyList<ApiKeyBody>>([.. (await User(grains, caller).Keys()).Select(key => Body(key, null))]);

    private static async Task<Results<NoContent, Problem>> Revoke(string id, Caller caller, [FromServices] IGrainFactory grains) =>
        await User(grains, caller).RevokeKey(id) ? TypedResults.NoContent() : new Problem(ProblemKinds.NotFound);

    private static ApiKeyBody Body(ApiKeyView key, string? secret) =>
        new(key.Id, key.Name, key.Scopes, key.CreatedAt, key.LastUsedOn, secret);

    private static IUserGrain User(IGrainFactory grains, Caller caller) => grains.GetGrain<IUserGrain>(GrainKeys.User(caller.User));
}
