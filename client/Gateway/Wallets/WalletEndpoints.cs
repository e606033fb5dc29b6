using System.Text.Json;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Jobs;
using Darkroom.Gateway.Problems;
using Darkroom.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Wallets;

/// <summary>A wallet, in whole credits.</summary>
/// <param name="Balance">All credits, held ones included.</param>
/// <param name="Held">Reserved for jobs under way.</param>
/// <param name="Available">What can be spent now.</param>
/// <param name="Lots">What the balance is made of, in the order in which it will be spent.</param>
/// <param name="Debt">Owed for credits that were taken back after they were used; the next credits that are bought pay it first.</param>
/// <param name="Withheld">Earned credits that can be used only when no subscription is active.</param>
public sealed record WalletBody(long Balance, long Held, long Available, IReadOnlyList<LotBody> Lots, long Debt, long Withheld);

/// <summary>Credits of one origin and one expiry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>subscription</c>, <c>promotional</c> or <c>paid</c>.</param>
/// <param name="Remaining">Credits left in it.</param>
/// <param name="GrantedAt">When they came.</param>
/// <param name="ExpiresAt">When they go; absent if never.</param>
public sealed record LotBody(string Id, string Kind, long Remaining, DateTimeOffset GrantedAt, DateTimeOffset? ExpiresAt);

/// <summary>One line of the account's ledger.</summary>
/// <param name="Sequence">Counted from the wallet's first line.</param>
/// <param name="Kind">
/// <c>grant</c>, <c>hold</c>, <c>capture</c>, <c>release</c>, <c>expire</c>, <c>refund</c>, <c>dispute</c>, <c>reinstatement</c>,
/// <c>repayment</c> or <c>correction</c>.
/// </param>
/// <param name="Amount">Credits; positive when the available credits grow.</param>
/// <param name="At">When.</param>
/// <param name="OperationId">What it was for: a job's id, or the name of a grant.</param>
public sealed record TransferBody(long Sequence, string Kind, long Amount, DateTimeOffset At, string OperationId);

internal static class WalletEndpoints
{
    private const int DefaultPage = 50;
    private const int LongestPage = 200;
    private const int LongestCursor = 100;

    public static void MapWallet(this IEndpointRouteBuilder routes)
    {
        var wallet = routes.MapGroup("/wallet").WithTags("Wallet").RequireCaller(Scopes.WalletRead);
        wallet.MapGet("", Read).WithName("readWallet").WithSummary("The caller's credits.");
        wallet.MapGet("/transfers", Transfers).WithName("listTransfers").WithSummary("The account's ledger, newest first.")
            .Refuses(ProblemKinds.BadParameters);
    }

    private static async Task<Ok<WalletBody>> Read(Caller caller, [FromServices] IGrainFactory grains)
    {
        var wallet = await Wallet(grains, caller).Read();
        var lots = wallet.Lots.Select(lot => new LotBody(
            lot.Id, JsonNamingPolicy.CamelCase.ConvertName(lot.Kind.ToString()), lot.Remaining, lot.GrantedAt, lot.ExpiresAt));
        return TypedResults.Ok(new WalletBody(wallet.Balance, wallet.Held, wallet.Available, [.. lots], wallet.Debt, wallet.Withheld));
    }

    private static async Task<Results<Ok<PageBody<TransferBody>>, Problem>> Transfers(
        Caller caller, [FromServices] IGrainFactory grains, string? cursor, int? limit)
    {
        var size = limit ?? DefaultPage;
        if (size is < 1 or > LongestPage)
            return Problem.BadParameter("limit", $"Must be 1 to {LongestPage}.");
        if (cursor is { Length: > LongestCursor })
            return BadCursor();
        try
        {
            var page = await Wallet(grains, caller).Transfers(cursor, size);
            var lines = page.Transfers.Select(line => new TransferBody(line.Sequence, line.Kind, line.Amount, line.At, line.OperationId));
            return TypedResults.Ok(new PageBody<TransferBody>([.. lines], page.Next));
        }
        catch (FormatException)
        {
            return BadCursor();
        }
    }

    private static Problem BadCursor() => Problem.BadParameter("cursor", "Must be the 'next' of the page before.");

    private static IWalletGrain Wallet(IGrainFactory grains, Caller caller) =>
        grains.GetGrain<IWalletGrain>(GrainKeys.Wallet(caller.User));
}
