using Darkroom.Brands;
using Darkroom.Gateway.Operators;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Brand;

/// <summary>
/// Chooses the brand by the <c>Host</c> header. Only in the embedded configuration a header <c>X-Brand</c>, <c>?brand=</c> or the
/// default choose instead, so that no visitor of a production host can step into another brand.
/// </summary>
internal sealed class BrandMiddleware(RequestDelegate next, IBrands brands, IOptions<GatewayOptions> options)
{
    private const string HeaderName = "X-Brand";
    private const string QueryName = "brand";

    public Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AnyHostMetadata>() is not null)
            return next(context);
        // For an operator 'brand' in the query is a filter over all brands.
        var isChosenByQuery = context.GetEndpoint()?.Metadata.GetMetadata<OperatorMetadata>() is null;
        if (Find(context.Request, isChosenByQuery) is not { } policy)
            return new Problem(ProblemKinds.UnknownHost).ExecuteAsync(context);
        context.SetBrand(policy);
        return next(context);
    }

    private BrandPolicy? Find(HttpRequest request, bool isChosenByQuery)
    {
        if (!options.Value.Embedded)
            return brands.ByHost(request.Host.Host);
        var asked = request.Headers[HeaderName].FirstOrDefault() ?? (isChosenByQuery ? request.Query[QueryName].FirstOrDefault() : null);
        return asked is not null ? ById(asked) : brands.ByHost(request.Host.Host) ?? ById(options.Value.DefaultBrand);
    }

    private BrandPolicy? ById(string? id) => id is null ? null : brands.All.GetValueOrDefault(new BrandId(id));
}
