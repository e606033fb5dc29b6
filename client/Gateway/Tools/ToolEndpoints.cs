using System.Text.Json;
using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Gateway.Brand;
using Darkroom.Pictures;
using Darkroom.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Darkroom.Gateway.Tools;

/// <summary>A tool that the brand sells.</summary>
/// <param name="Name">For the field <c>tool</c> of a job.</param>
/// <param name="Price">Whole credits for the smallest picture; where <paramref name="PriceSteps"/> has one step alone, for any.</param>
/// <param name="PricePer"><c>job</c>: one price for all of its pictures; <c>picture</c>: each costs its own by its size, and the job their sum.</param>
/// <param name="PriceSteps">Credits by size, ascending.</param>
/// <param name="Parameters">JSON Schema (draft 2020-12) of the field <c>params</c>.</param>
/// <param name="Lane"><c>cpu</c> or <c>gpu</c>.</param>
/// <param name="AcceptedTypes">Media types that it reads.</param>
/// <param name="Limits">What may be sent.</param>
public sealed record ToolBody(
    string Name, long Price, string PricePer, IReadOnlyList<PriceStepBody> PriceSteps, JsonObject Parameters, string Lane, IReadOnlyList<string> AcceptedTypes, ToolLimitsBody Limits);

/// <summary>What may be sent to a tool.</summary>
/// <param name="MinimumInputs">Fewest pictures.</param>
/// <param name="MaximumInputs">Most pictures.</param>
/// <param name="MaximumBytes">Of one file.</param>
/// <param name="MaximumPixels">Width times height of one picture.</param>
/// <param name="MaximumSide">Longest side in pixels.</param>
public sealed record ToolLimitsBody(int MinimumInputs, int MaximumInputs, long MaximumBytes, long MaximumPixels, int MaximumSide);

/// <summary>One step of a price.</summary>
/// <param name="Credits">Whole credits.</param>
/// <param name="UpToPixels">Width times height of the largest picture that it is for; absent in the last step, which is for all larger ones.</param>
public sealed record PriceStepBody(long Credits, long? UpToPixels = null);

internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder routes) => routes.MapGet("/tools", List)
        .WithTags("Tools").WithName("listTools").WithSummary("The tools of this brand and their prices.");

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
        tool.Name, offer.Price.Smallest, offer.Price.IsBySize ? "picture" : "job",
        [.. offer.Price.Steps.Select(step => new PriceStepBody(step.Credits, step.UpToPixels))],
        tool.ParameterSchema, JsonNamingPolicy.CamelCase.ConvertName(tool.Lane.ToString()), types,
        new ToolLimitsBody(tool.MinimumInputs, tool.MaximumInputs, limits.MaximumBytes, limits.MaximumPixels, limits.MaximumSide));
}
