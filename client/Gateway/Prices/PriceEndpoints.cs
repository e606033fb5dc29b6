using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Prices;

/// <summary>The public price list, and quotes.</summary>
internal static class PriceEndpoints
{
    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/prices", List).WithTags("Prices").WithName("listPrices").WithSummary("What credits cost, by currency.");
        routes.MapPost("/quotes", MakeQuote).WithTags("Prices").WithName("quote").WithSummary("The price of a job before it runs, or of credits before they are bought.")
            .Refuses(ProblemKinds.BadParameters, ProblemKinds.Malformed, ProblemKinds.UnsupportedMediaType, ProblemKinds.TooLarge);
    }

    private static Ok<PriceListBody> List(CurrentBrand brand, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.Headers.Vary = "Host, X-Brand";
        return TypedResults.Ok(new PriceListBody(
            [.. brand.Policy.Credits.Prices.Values.OrderBy(price => price.Currency, StringComparer.Ordinal).Select(CreditPriceBody.Of)]));
    }

    private static Results<Ok<QuoteBody>, Problem> MakeQuote(QuoteRequest request, CurrentBrand brand)
    {
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var quote = Quote.Of(request, brand.Policy, errors);
        return quote is null ? Problem.BadParameters(errors) : TypedResults.Ok(quote);
    }
}
