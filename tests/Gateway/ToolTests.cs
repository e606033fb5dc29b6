using System.Net;
using System.Net.Http.Json;

namespace Darkroom.Gateway.Tests;

/// <summary>Tools and quotes.</summary>
[Collection(ServerCollection.Name)]
public sealed class ToolTests(DarkroomServer server)
{
    [Fact]
    public async Task Tools_are_listed_with_price_schema_and_limits()
    {
        using var http = server.Anonymous();
        var tools = (await http.GetFromJson("/v1/tools")).EnumerateArray().ToDictionary(tool => tool.GetProperty("name").GetString()!);
        tools.Keys.ShouldBe(["denoise", "remove-background", "resize"], ignoreOrder: true);
        var resize = tools["resize"];
        resize.GetProperty("price").GetInt64().ShouldBe(1);
        (resize.GetProperty("pricePer").GetString(), resize.GetProperty("priceSteps").ToString()).ShouldBe(("job", """[{"credits":1}]"""));
        var removal = tools["remove-background"];
        removal.GetProperty("price").GetInt64().ShouldBe(4);
        (removal.GetProperty("pricePer").GetString(), removal.GetProperty("priceSteps").ToString())
            .ShouldBe(("picture", """[{"credits":4,"upToPixels":12000000},{"credits":6}]"""));
        resize.GetProperty("lane").GetString().ShouldBe("cpu");
        resize.GetProperty("acceptedTypes").EnumerateArray().Select(type => type.GetString()).ShouldContain("image/jpeg");
        resize.GetProperty("parameters").GetProperty("properties").TryGetProperty("width", out _).ShouldBeTrue();
        resize.GetProperty("limits").GetProperty("maximumBytes").GetInt64().ShouldBe(52_428_800);
    }

    [Fact]
    public async Task A_quote_has_the_price_and_every_default()
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsJsonAsync("/v1/quotes", new { tool = "resize", @params = new { width = 640 } });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var quote = await answer.Json();
        quote.GetProperty("price").GetInt64().ShouldBe(1);
        quote.GetProperty("parameters").GetProperty("width").GetInt32().ShouldBe(640);
        quote.GetProperty("parameters").GetProperty("mode").GetString().ShouldBe("fit");
    }

    [Fact]
    public async Task A_quote_names_every_wrong_field()
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsJsonAsync("/v1/quotes", new { tool = "resize", @params = new { width = -1, colour = "red" } });
        var errors = (await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["params.colour", "params.width"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"tool":"paint-it-black"}""")]
    [InlineData("""{"tool":""}""")]
    public async Task A_tool_that_is_not_sold_is_refused(string body)
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsync("/v1/quotes", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        var errors = (await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters")).GetProperty("errors");
        errors.GetProperty("tool")[0].GetString()!.ShouldContain("resize");
    }
}
