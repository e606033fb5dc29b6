using System.Text.Json.Nodes;
using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Operators;
using Darkroom.Gateway.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Darkroom.Gateway.OpenApi;

/// <summary>The body of every refusal.</summary>
/// <param name="Type">Identifies the kind; not meant to be fetched.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened, for a person.</param>
/// <param name="Code">Stable: branch on this.</param>
/// <param name="Next">What to do about it.</param>
/// <param name="RequestId">Names the request in the logs.</param>
/// <param name="Errors">For <c>bad_parameters</c>: by field, what is wrong.</param>
/// <param name="Required">For <c>insufficient_credits</c> and <c>allowance_used_up</c>: what it costs.</param>
/// <param name="Available">For <c>insufficient_credits</c> and <c>allowance_used_up</c>: what can be spent.</param>
/// <param name="Limit">For <c>too_large</c> and <c>too_many_pixels</c>: the most that is allowed.</param>
/// <param name="Withheld">For <c>allowance_used_up</c>: earned credits that can be used when no subscription is active.</param>
/// <param name="Quoted">For <c>price_changed</c>: the price that was sent.</param>
/// <param name="Price">For <c>price_changed</c>: what it costs.</param>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code, string Next, string RequestId,
    IReadOnlyDictionary<string, string[]>? Errors = null, long? Required = null, long? Available = null, long? Limit = null,
    long? Withheld = null, long? Quoted = null, long? Price = null);

/// <summary>Adds to each operation how it refuses: what the endpoint declares, and what the plumbing before it adds.</summary>
internal static class RefusalDescription
{
    private const string MediaType = "application/problem+json";
    private static readonly int[] WithRetryAfter = [409, 429, 503];

    public static async Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var kinds = metadata.OfType<RefusalMetadata>().SelectMany(refusal => refusal.Kinds).Concat(OfPlumbing(metadata, context));
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellation);
        context.Document!.AddComponent(nameof(ProblemBody), schema);
        operation.Responses ??= [];
        foreach (var status in kinds.Distinct().GroupBy(kind => kind.Status))
            operation.Responses[status.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Response([.. status], context.Document!);
        foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>())
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())["X-Request-Id"] =
                Header("Names the request in the logs; as sent, or new.", JsonSchemaType.String);
    }

    private static IEnumerable<ProblemKind> OfPlumbing(IList<object> metadata, OpenApiOperationTransformerContext context)
    {
        var isSafe = context.Description.HttpMethod is "GET" or "HEAD";
        if (metadata.OfType<ScopeMetadata>().Any())
        {
            yield return ProblemKinds.Unauthenticated;
            yield return ProblemKinds.MissingScope;
            if (!isSafe)
                yield return ProblemKinds.Forgery;
        }

        if (metadata.OfType<OperatorMetadata>().Any())
            yield return OperatorProblems.Unauthenticated;

        if (!metadata.OfType<AnyHostMetadata>().Any())
        {
            yield return ProblemKinds.UnknownHost;
            yield return ProblemKinds.RateLimited;
            yield return ProblemKinds.Unavailable;
        }

        yield return ProblemKinds.Internal;
    }

    private static OpenApiResponse Response(ProblemKind[] kinds, OpenApiDocument document)
    {
        var response = new OpenApiResponse
        {
            Description = string.Join(" ", kinds.Select(kind => $"`{kind.Code}`: {kind.Detail}")),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        AllOf =
                        [
                            new OpenApiSchemaReference(nameof(ProblemBody), document),
                            new OpenApiSchema
                            {
                                Properties = new Dictionary<string, IOpenApiSchema>
                                {
                                    ["code"] = new OpenApiSchema { Enum = [.. kinds.Select(kind => (JsonNode)kind.Code)] },
                                },
                            },
                        ],
                    },
                },
            },
        };
        if (WithRetryAfter.Contains(kinds[0].Status))
            response.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = Header("Seconds to wait.", JsonSchemaType.Integer) };
        return response;
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = type } };
}
