using Darkroom.Gateway.Brand;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Operators;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Darkroom.Gateway.OpenApi;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c>, generated from the endpoints and what they say of themselves.</summary>
internal static class ApiDescription
{
    public const string BearerScheme = "bearer";
    public const string CookieScheme = "session";
    public const string OperatorScheme = "operator";
    private const string DocumentName = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<ApiMetadata>().Any();
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(RefusalDescription.Add);
        options.AddOperationTransformer(RequestDescription.Add);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json")
        .WithMetadata(new AnyHostMetadata());

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Darkroom",
            Version = DocumentName,
            Description = "Accounts, credits, picture jobs, and forgetting. Refusals are application/problem+json with a stable `code`; "
                + "times are RFC 3339 in UTC; credits are whole numbers. The brand follows from the host name.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = $"A session token or an API key. Scopes of keys: {string.Join(", ", Scopes.All)}.",
            },
            [CookieScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.SecureName,
                Description = $"A browser's session; requests that change something also carry the header {AntiforgeryToken.HeaderName}.",
            },
        };
        if (context.ApplicationServices.GetService<OperatorKey>() is not null)
        {
            document.Components.SecuritySchemes[OperatorScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The operator's key of the installation. Sessions and API keys of accounts open nothing that asks for it.",
            };
        }

        return Task.CompletedTask;
    }
}
