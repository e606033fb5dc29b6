using System.ComponentModel;
using System.Globalization;
using Darkroom.Brands;
using Darkroom.Finance;
using Darkroom.Gateway.Operators;
using Darkroom.Gateway.Pages;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Finance;

/// <summary>What finance asks, for programs. All brands' books, or one's.</summary>
internal static class FinanceEndpoints
{
    private const int DefaultPage = 50;
    private const int LongestPage = 200;
    private const string SinceText = "The first moment: a day (UTC) or a time, such as 2026-03-01 or 2026-03-01T12:00:00Z.";
    private const string UntilText = "The first moment that is not wanted; now where it is absent.";
    private const string BrandText = "Only this brand's; all brands' where it is absent.";

    private const string Unknown = "Nobody of that name has a wallet: there is no such account, it was erased, or it never had credits.";

    public static void MapFinance(this IEndpointRouteBuilder routes)
    {
        var finance = routes.MapGroup("/finance").WithTags("Finance").RequireOperator(isPage: false).Refuses(ProblemKinds.BadParameters);
        finance.MapGet("/movements", Movements).WithName("readMovements").WithSummary("What was sold, given, used, refunded and expired in a window of time.");
        finance.MapGet("/owed", Owed).WithName("readOwed").WithSummary("Unspent credits by kind and age: the deferred revenue.");
        finance.MapGet("/statements/{brand}/{user}", Statement).WithName("readStatement").Refuses(ProblemKinds.NotFound, ProblemKinds.Malformed)
            .WithSummary("Why somebody has the credits that they have: each transfer in words, oldest first.");
        finance.MapGet("/days", Days).WithName("listSealedDays").Refuses(ProblemKinds.Malformed).WithSummary("The sealed days of the books, oldest first.");
        finance.MapGet("/export", Export).WithName("exportBooks").WithSummary("Every transfer of a window of time, a line each, in the order of time. A download that was broken off goes on with 'after'.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/jsonl");
    }

    public static IResult Export(
        [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time, [Description(SinceText)] string? since,
        [Description("The first moment that is not wanted. The export ends earlier where entries can still come: ten minutes ago.")] string? until,
        [Description("csv (RFC 4180, with a heading) or jsonl. Each line ends with its cursor.")] string? format,
        [Description("The cursor of the last whole line that arrived: goes on after it, without a heading, to the same bytes.")] string? after,
        [Description(BrandText)] string? brand)
    {
        var query = new FinanceQuery(brands, time);
        var (from, to) = query.Window(since, until);
        var (lines, one, place) = (query.Format(format), query.Brand(brand), query.After(after, from, to));
        return query.Refusal ?? (IResult)new ExportDownload(books, lines, from, to, place, one);
    }

    private static async Task<Results<Ok<MovementsBody>, Problem>> Movements(
        [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time, [Description(SinceText)] string? since,
        [Description(UntilText)] string? until, [Description(BrandText)] string? brand, CancellationToken cancellation)
    {
        var query = new FinanceQuery(brands, time);
        var ((from, to), one) = (query.Window(since, until), query.Brand(brand));
        if (query.Refusal is { } refusal)
            return refusal;
        var moved = await books.Movements(from, to, one, cancellation);
        return TypedResults.Ok(new MovementsBody(from, to, time.GetUtcNow() - IBooks.Settling, [.. moved.Select(MovementBody.Of)]));
    }

    private static async Task<Results<Ok<OwedBody>, Problem>> Owed(
        [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time, [Description(BrandText)] string? brand,
        CancellationToken cancellation)
    {
        var query = new FinanceQuery(brands, time);
        var one = query.Brand(brand);
        if (query.Refusal is { } refusal)
            return refusal;
        var at = time.GetUtcNow();
        return TypedResults.Ok(new OwedBody(at, [.. (await books.Owed(one, cancellation)).Select(UnspentBody.Of)]));
    }

    private static async Task<Results<Ok<StatementBody>, Problem>> Statement(
        string brand, string user, Visit visit, HttpContext context, [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time,
        [Description("The 'next' of the page before.")] string? cursor, [Description("Operations to a page, 1 to 200.")] int? limit, CancellationToken cancellation)
    {
        var query = new FinanceQuery(brands, time);
        var (after, size) = (query.Statement(cursor), query.Limit(limit, DefaultPage, LongestPage));
        if (query.Refusal is { } refusal)
            return refusal;

        // The form is checked first, so that nothing but an id is looked up.
        var owner = brands.All.ContainsKey(new BrandId(brand)) && SortableId.IsValid(user, 'u') ? new UserId(new BrandId(brand), user) : (UserId?)null;
        if (owner is not { } known || await books.Statement(known, after, size, visit.Texts, cancellation) is not { } page)
            return new Problem(ProblemKinds.NotFound, Unknown);
        context.Response.Headers.ContentLanguage = visit.Texts.Language;
        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<SealedDaysBody>, Problem>> Days(
        [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time,
        [Description("The 'next' of the page before, or the day after which to begin.")] string? cursor, [Description("Days to a page, 1 to 100.")] int? limit,
        [Description(BrandText)] string? brand, CancellationToken cancellation)
    {
        var query = new FinanceQuery(brands, time);
        var after = query.Day("cursor", cursor, "Must be the 'next' of the page before, or a day such as 2026-03-01.");
        var (size, one) = (query.Limit(limit, DefaultPage, IBooks.MostDays), query.Brand(brand));
        if (query.Refusal is { } refusal)
            return refusal;
        var asset = one is { } known ? Darkroom.Wallets.Asset.CreditsOf(known).Name : null;
        var days = await books.Days(after, size, cancellation);
        var next = days.Count == size ? days[^1].Day.ToString("O", CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new SealedDaysBody([.. days.Select(day => SealedDayBody.Of(day, asset))], next));
    }
}
