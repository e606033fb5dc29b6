using Darkroom.Brands;
using Darkroom.Finance;
using Darkroom.Gateway.Finance;
using Darkroom.Gateway.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Pages;

/// <summary>The books for people: a window of them, what is owed, and why somebody has what they have. Only reads, so that no form changes anything.</summary>
internal static class FinancePages
{
    private const int PageSize = 50;

    public static void MapFinancePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/finance").ExcludeFromDescription().RequireOperator(isPage: true);
        pages.MapGet("", Overview);
        pages.MapGet("/statement", Statement);
        pages.MapGet("/export", FinanceEndpoints.Export);
    }

    private static async Task<IResult> Overview(
        Visit visit, HttpContext context, [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time, string? from, string? to,
        string? brand, CancellationToken cancellation)
    {
        var query = new FinanceQuery(brands, time);
        var (first, last) = FinanceView.LastMonth(time.GetUtcNow());
        var (begin, end) = (query.Day("from", from, visit.T("finance.error.day")) ?? first, query.Day("to", to, visit.T("finance.error.day")) ?? last);
        var one = query.Brand(brand);
        if (query.Errors.Count == 0 && string.IsNullOrEmpty(to) && begin > end)
            end = begin;
        if (query.Errors.Count == 0 && begin > end)
            query.Refuse("to", visit.T("finance.error.order"));
        var errors = query.Errors.ToDictionary(error => error.Key, error => error.Key == "brand" ? visit.T("finance.error.brand") : error.Value);
        if (errors.Count > 0)
            (begin, end) = (first, last);

        var window = new FinanceView(brands, begin, end, one, [], [], [], HasMoreDays: false);
        var sealedDays = await books.Days(begin > DateOnly.MinValue ? begin.AddDays(-1) : null, IBooks.MostDays, cancellation);
        var view = window with
        {
            Movements = await books.Movements(window.Since, window.Until, one, cancellation),
            Owed = await books.Owed(one, cancellation),
            Days = [.. sealedDays.Where(day => day.Day <= end)],
            HasMoreDays = sealedDays.Count == IBooks.MostDays && sealedDays[^1].Day < end,
        };
        return context.Page<FinancePage>(
            new { Visit = visit, View = view, Problems = errors }, errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Statement(
        Visit visit, HttpContext context, [FromServices] BooksReader books, [FromServices] IBrands brands, [FromServices] TimeProvider time, string? user, string? cursor,
        CancellationToken cancellation)
    {
        var query = new FinanceQuery(brands, time);
        var after = query.Statement(cursor);
        if (query.Errors.Count > 0)
            return PageResults.SeeOther("/finance/statement?user=" + Uri.EscapeDataString(user ?? "")); // A cursor that somebody typed.
        var asked = user?.Trim() ?? "";
        var page = Owner(asked, brands) is { } owner ? await books.Statement(owner, after, PageSize, visit.Texts, cancellation) : null;
        return context.Page<FinanceStatementPage>(
            new { Visit = visit, User = asked, Statement = page, IsFirst = after == default }, page is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    private static UserId? Owner(string text, IBrands brands) =>
        text.Split('/', 3) is [var brand, var user] && brands.All.ContainsKey(new BrandId(brand)) && SortableId.IsValid(user, 'u')
            ? new UserId(new BrandId(brand), user) : null;
}
