using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Finance;
using Darkroom.Gateway.Idempotency;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Operators;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Darkroom.Gateway.OpenApi;

/// <summary>Adds to each operation what the code reads beside its parameters: who is calling, the idempotency key, the streamed form.</summary>
internal static class RequestDescription
{
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<ScopeMetadata>().LastOrDefault() is { } needs)
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDescription.BearerScheme, context.Document)] = [needs.Scope] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDescription.CookieScheme, context.Document)] = [] },
            ];
        }

        if (metadata.OfType<OperatorMetadata>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDescription.OperatorScheme, context.Document)] = [] }];

            // It may be absent for the code, so that what is wrong is named together with all else.
            foreach (var since in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == "since"))
                since.Required = true;
        }

        if (metadata.OfType<StreamedFormMetadata>().Any())
        {
            operation.RequestBody = JobFormBody();
            Response(operation, "202", "Location", "Where the job is read.", JsonSchemaType.String);
        }

        if (metadata.OfType<StreamedFormMetadata>().Any() || metadata.OfType<IdempotentMetadata>().Any())
            (operation.Parameters ??= []).Add(Key());
        if (operation.OperationId == "downloadOutput")
            Response(operation, "200", "Content-Disposition", "The name for the download; 'inline' with ?preview.", JsonSchemaType.String);
        if (operation.OperationId == "exportBooks")
        {
            Response(operation, "200", "Content-Disposition", "The name for the download.", JsonSchemaType.String);
            Response(operation, "200", ExportDownload.UntilHeader, "Where this export ends: 'until', or what is settled by now if that is earlier. Begin the next one here.", JsonSchemaType.String);
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Key() => new()
    {
        Name = KeyHeader.Name,
        In = ParameterLocation.Header,
        Required = false,
        Description = "1 to 255 visible ASCII characters of your making. The same key with the same request is answered like the first one for "
            + "24 hours; with another request it is refused.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
    };

    private static OpenApiRequestBody JobFormBody() => new()
    {
        Required = true,
        Description = "Fields may stand before or after the files. With 'tool' and 'params' first, files stream straight into encrypted "
            + "storage; then every field must come before the first file.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "tool", JobForm.File },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["tool"] = Text("A name of GET /v1/tools."),
                        ["params"] = Text("The tool's parameters as a JSON object; absent for the defaults."),
                        ["callbackUrl"] = Text("Where the end of the job is posted, signed."),
                        ["keepFor"] = Text("How long results are kept: seconds, or an ISO 8601 duration. Never longer than the policy says."),
                        ["price"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Integer,
                            Minimum = "0",
                            Description = "Credits that the caller was quoted. Where the job costs more or less, it is refused as `price_changed`.",
                        },
                        [JobForm.File] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Array,
                            Description = "The pictures, each a part of its own.",
                            Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                        },
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static void Response(OpenApiOperation operation, string status, string header, string description, JsonSchemaType type)
    {
        if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response)
        {
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[header] =
                new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } };
        }
    }
}
