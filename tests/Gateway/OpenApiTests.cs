using System.Text.Json;
using System.Text.RegularExpressions;
using Darkroom.Gateway.Requests;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests;

/// <summary>The API description says all that the code does.</summary>
[Collection(ServerCollection.Name)]
public sealed partial class OpenApiTests(DarkroomServer server)
{
    [Fact]
    public async Task Every_endpoint_is_described_and_nothing_else()
    {
        var routes = server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ApiMetadata>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {Constraint().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "{$1}")}"));
        var described = (await Operations()).Select(operation => $"{operation.Method} {operation.Path}");
        described.Order(StringComparer.Ordinal).ShouldBe(routes.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_a_success_with_a_schema()
    {
        foreach (var (method, path, operation) in await Operations())
        {
            operation.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty($"{method} {path}");
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty($"{method} {path}");
            var successes = operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '2').ToList();
            successes.ShouldNotBeEmpty($"{method} {path}");
            foreach (var type in successes.Where(response => response.Name != "204").SelectMany(response => response.Value.GetProperty("content").EnumerateObject()))
                type.Value.TryGetProperty("schema", out _).ShouldBeTrue($"{method} {path} {type.Name}");
        }
    }

    [Fact]
    public async Task Every_operation_says_how_it_refuses()
    {
        foreach (var (method, path, operation) in await Operations())
        {
            var refusals = operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] is '4' or '5').ToList();
            refusals.ShouldContain(response => response.Name == "500", $"{method} {path}");
            foreach (var refusal in refusals.Where(response => response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)))
                refusal.Value.GetProperty("headers").TryGetProperty("X-Request-Id", out _).ShouldBeTrue($"{method} {path} {refusal.Name}");
            if (operation.TryGetProperty("security", out _))
                refusals.Select(response => response.Name).ShouldContain("401", $"{method} {path}");
        }
    }

    [Fact]
    public async Task The_upload_describes_its_form_its_key_and_every_refusal()
    {
        var submit = (await Operations()).Single(operation => operation is { Method: "POST", Path: "/v1/jobs" }).Operation;
        var form = submit.GetProperty("requestBody").GetProperty("content").GetProperty("multipart/form-data").GetProperty("schema");
        form.GetProperty("properties").EnumerateObject().Select(field => field.Name)
            .ShouldBe(["tool", "params", "callbackUrl", "keepFor", "price", "file"], ignoreOrder: true);
        submit.GetProperty("parameters").EnumerateArray().ShouldContain(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
        submit.GetProperty("responses").EnumerateObject().Select(response => response.Name)
            .ShouldBe(["202", "400", "401", "402", "403", "409", "410", "413", "415", "421", "422", "429", "500", "503"], ignoreOrder: true);
        submit.GetProperty("responses").GetProperty("202").GetProperty("headers").TryGetProperty("Location", out _).ShouldBeTrue();
        submit.GetProperty("responses").GetProperty("503").GetProperty("headers").TryGetProperty("Retry-After", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Finance_is_for_operators_and_says_what_it_wants_and_how_it_refuses()
    {
        var finance = (await Operations()).Where(operation => operation.Path.StartsWith("/v1/finance/", StringComparison.Ordinal)).ToList();
        finance.Count.ShouldBe(5);
        foreach (var (_, path, operation) in finance)
        {
            operation.GetProperty("security").EnumerateArray().Single().TryGetProperty("operator", out _).ShouldBeTrue(path);
            operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ShouldBeSubsetOf(["200", "400", "401", "404", "421", "422", "429", "500", "503"], path);
            foreach (var parameter in operation.GetProperty("parameters").EnumerateArray())
                (parameter.TryGetProperty("required", out var required) && required.GetBoolean()).ShouldBe(parameter.GetProperty("name").GetString() == "since" || parameter.GetProperty("in").GetString() == "path", path);
        }

        finance.Single(operation => operation.Path.EndsWith("/export", StringComparison.Ordinal)).Operation.GetProperty("responses").GetProperty("200").GetProperty("headers")
            .TryGetProperty("Darkroom-Until", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_quote_describes_both_of_its_kinds_and_what_tells_them_apart()
    {
        using var http = server.Anonymous();
        var schemas = (await http.GetFromJson("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("QuoteRequest").TryGetProperty("required", out _).ShouldBeFalse("it is one or the other");
        var quote = schemas.GetProperty("QuoteBody");
        quote.GetProperty("discriminator").GetProperty("propertyName").GetString().ShouldBe("of");
        quote.GetProperty("discriminator").GetProperty("mapping").EnumerateObject().Select(kind => kind.Name).ShouldBe(["job", "credits"], ignoreOrder: true);
        schemas.GetProperty("QuoteBodyJobQuoteBody").GetProperty("required").EnumerateArray().Select(field => field.GetString())
            .ShouldBe(["tool", "parameters"], ignoreOrder: true);
        schemas.GetProperty("ProblemBody").GetProperty("properties").TryGetProperty("quoted", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        using var http = server.Anonymous();
        var text = await http.GetStringAsync("/openapi/v1.json");
        var document = JsonDocument.Parse(text).RootElement;
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        foreach (var reference in Reference().Matches(text).Select(match => match.Groups[1].Value).Distinct())
        {
            var target = document;
            foreach (var step in reference.Split('/'))
                target.TryGetProperty(step, out target).ShouldBeTrue(reference);
        }
    }

    private async Task<List<(string Method, string Path, JsonElement Operation)>> Operations()
    {
        using var http = server.Anonymous();
        var document = await http.GetFromJson("/openapi/v1.json");
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)))];
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("\"#/([^\"]+)\"")]
    private static partial Regex Reference();
}
