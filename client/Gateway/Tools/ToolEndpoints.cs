using System.Text.Json;
using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Problems;
using Darkroom.Pictures;
using Darkroom.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Tools;

/// <summary>A tool that the brand sells.</summary>
/// <param name="Name">For the field <c>tool</c> of a job.</param>
/// <param name="Price">Whole credits a job.</param>
/// <param name="Parameters">JSON Schema (draft 2020-12) of the field <c>params</c>.</param>
/// <param name="Lane"><c>cpu</c> or <c>gpu</c>.</param>
/// <param name="AcceptedTypes">Media types that it reads.</param>
/// <param name="Limits">What may be sent.</param>
public sealed record ToolBody(
    string Name, long Price, JsonObject Parameters, string Lane, IReadOnlyList<string> AcceptedTypes, ToolLimitsBody Limits);

/// <summary>What may be sent to a tool.</summary>
/// <param name="MinimumInputs">Fewest pictures.</param>
/// <param name="MaximumInputs">Most pictures.</param>
/// <param name="MaximumBytes">Of one file.</param>
/// <param name="MaximumPixels">Width times height of one picture.</param>
/// <param name="MaximumSide">Longest side in pixels.</param>
public sealed record ToolLimitsBody(int MinimumInputs, int MaximumInputs, long MaximumBytes, long MaximumPixels, int MaximumSide);

/// <summary>Asks for a price.</summary>
/// <param name="Tool">One of GET /v1/tools.</param>
/// <param name="Params">The tool's parameters; absent for the defaults.</param>
public sealed record QuoteRequest(string? Tool, JsonObject? Params);

/// <summary>The price of a job.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Price">Credits that are taken if it succeeds, and not otherwise.</param>
/// <param name="Parameters">The parameters with every default filled in.</param>
public sealed record QuoteBody(string Tool, long Price, JsonElement Parameters);

internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tools", List).WithTags("Tools").WithName("listTools").WithSummary("The tools of this brand and their prices.");
        routes.MapPost("/quotes", Quote).WithTags("Tools").WithName("quoteJob").WithSummary("The price of a job before it runs.")
            .Refuses(ProblemKinds.BadParameters, ProblemKinds.Malformed, ProblemKinds.UnsupportedMediaType, ProblemKinds.TooLarge);
    }

    private static Ok<IReadOnlyList<ToolBody>> List(CurrentBrand brand, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        context.Response.Headers.Vary = "Host, X-Brand";
        var types = PictureTypes.Always.Order().Select(type => type.MediaType()).ToArray();
        var tools = brand.Policy.Tools.OrderBy(offer => offer.Key, StringComparer.Ordinal)
            .Where(offer => ToolCatalog.All.ContainsKey(offer.Key))
            .Select(offer => Describe(ToolCatalog.All[offer.Key], offer.Value, brand.Policy.Uploads, types));
        return TypedResults.Ok<IReadOnlyList<ToolBody>>([.. tools]);
    }

    private static ToolBody Describe(Tool tool, ToolOffer offer, UploadLimits limits, string[] types) => new(
        tool.Name, offer.Price, tool.ParameterSchema, JsonNamingPolicy.CamelCase.ConvertName(tool.Lane.ToString()), types,
        new ToolLimitsBody(tool.MinimumInputs, tool.MaximumInputs, limits.MaximumBytes, limits.MaximumPixels, limits.MaximumSide));

    private static Results<Ok<QuoteBody>, Problem> Quote(QuoteRequest request, CurrentBrand brand)
    {
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (tool, offer) = JobForm.FindTool(brand.Policy, request.Tool, errors);
        var parameters = JobForm.ReadParameters(tool, request.Params?.ToJsonString(), errors);
        return errors.Count > 0
            ? Problem.BadParameters(errors)
            : TypedResults.Ok(new QuoteBody(tool!.Name, offer!.Price, JsonSerializer.Deserialize<JsonElement>(parameters!)));
    }
}
