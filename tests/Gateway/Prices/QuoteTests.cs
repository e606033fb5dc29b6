using System.Net;
using System.Text;
using System.Text.Json;

namespace Darkroom.Gateway.Tests.Prices;

/// <summary>Prices that anybody may ask for: of jobs in credits, of credits in money.</summary>
[Collection(ServerCollection.Name)]
public sealed class QuoteTests(DarkroomServer server)
{
    [Theory]
    [InlineData("""{"tool":"remove-background"}""", null, 4L, 6L)]
    [InlineData("""{"tool":"remove-background","pictures":[{"width":4000,"height":3000}]}""", 4L, null, null)]
    [InlineData("""{"tool":"remove-background","pictures":[{"width":3000,"height":4001}]}""", 6L, null, null)]
    [InlineData("""{"tool":"resize","params":{"width":5}}""", 1L, null, null)]
    [InlineData("""{"tool":"resize","params":{"width":5},"pictures":[{"width":9000,"height":6000}]}""", 1L, null, null)]
    public async Task A_job_has_a_price_where_it_is_known_and_otherwise_a_range(string body, long? price, long? from, long? to)
    {
        var quote = await Ask(body);
        (Number(quote, "price"), Number(quote, "from"), Number(quote, "to")).ShouldBe((price, from, to));
        quote.GetProperty("of").GetString().ShouldBe("job");
        quote.GetProperty("parameters").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task A_brand_that_takes_small_pictures_alone_has_one_price_without_a_size() =>
        Number(await Ask("""{"tool":"remove-background"}""", DarkroomServer.TinyBrand), "price").ShouldBe(4);

    [Theory]
    [InlineData("""{"credits":10,"currency":"EUR"}""", 95, "9.5", null)]
    [InlineData("""{"credits":11,"currency":"EUR"}""", 105, "9.5", null)]
    [InlineData("""{"credits":99,"currency":"EUR"}""", 941, "9.5", 800L)]
    [InlineData("""{"credits":100,"currency":"EUR"}""", 800, "8", null)]
    [InlineData("""{"credits":10000,"currency":"EUR"}""", 68_000, "6.8", null)]
    [InlineData("""{"credits":100,"currency":"SEK"}""", 8_900, "89", null)]
    public async Task Credits_have_the_price_of_their_volume_and_say_where_more_costs_less(string body, long amount, string unit, long? cheaper)
    {
        var quote = await Ask(body);
        (Number(quote, "amount"), quote.GetProperty("unitAmount").GetString()).ShouldBe((amount, unit));
        (quote.TryGetProperty("cheaper", out var more) ? Number(more, "amount") : null).ShouldBe(cheaper);
        quote.GetProperty("of").GetString().ShouldBe("credits");
    }

    [Theory]
    [InlineData("""{}""", "tool", "credits")]
    [InlineData("""{"pictures":[]}""", "tool")]
    [InlineData("""{"tool":"resize","params":{"width":5},"credits":10,"currency":"EUR"}""", "tool", "params", "credits", "currency")]
    [InlineData("""{"tool":"resize","currency":"EUR"}""", "tool", "currency")]
    [InlineData("""{"pictures":[],"credits":10}""", "pictures", "credits")]
    [InlineData("""{"credits":10}""", "currency")]
    [InlineData("""{"currency":"EUR"}""", "credits")]
    [InlineData("""{"credits":10,"currency":"eur"}""", "currency")]
    [InlineData("""{"credits":10,"currency":"USD"}""", "currency")]
    [InlineData("""{"credits":10,"currency":""}""", "currency")]
    [InlineData("""{"credits":9,"currency":"EUR"}""", "credits")]
    [InlineData("""{"credits":0,"currency":"EUR"}""", "credits")]
    [InlineData("""{"credits":-10,"currency":"EUR"}""", "credits")]
    [InlineData("""{"credits":10001,"currency":"EUR"}""", "credits")]
    [InlineData("""{"credits":9223372036854775807,"currency":"EUR"}""", "credits")]
    [InlineData("""{"credits":-1,"currency":"<script>"}""", "credits", "currency")]
    [InlineData("""{"tool":"remove-background","pictures":[]}""", "pictures")]
    [InlineData("""{"tool":"remove-background","pictures":[{"width":1,"height":1},{"width":1,"height":1}]}""", "pictures")]
    [InlineData("""{"tool":"remove-background","pictures":[null]}""", "pictures[0].width", "pictures[0].height")]
    [InlineData("""{"tool":"remove-background","pictures":[{}]}""", "pictures[0].width", "pictures[0].height")]
    [InlineData("""{"tool":"remove-background","pictures":[{"width":0,"height":-4}]}""", "pictures[0].width", "pictures[0].height")]
    [InlineData("""{"tool":"remove-background","pictures":[{"width":9223372036854775807,"height":9223372036854775807}]}""", "pictures[0].width", "pictures[0].height")]
    [InlineData("""{"tool":"remove-background","pictures":[{"width":16384,"height":16384}]}""", "pictures[0]")]
    [InlineData("""{"tool":"nothing","pictures":[{"width":0,"height":1}]}""", "tool")]
    public async Task What_makes_no_sense_is_named(string body, params string[] fields)
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsync("/v1/quotes", Json(body));
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"credits":10.5,"currency":"EUR"}""")]
    [InlineData("""{"credits":1e99,"currency":"EUR"}""")]
    [InlineData("""{"credits":99999999999999999999,"currency":"EUR"}""")]
    [InlineData("""{"credits":{},"currency":"EUR"}""")]
    [InlineData("""{"tool":"remove-background","pictures":{"width":1}}""")]
    [InlineData("""{"tool":"remove-background","pictures":[[1,2]]}""")]
    public async Task What_cannot_be_read_is_malformed(string body)
    {
        using var http = server.Anonymous();
        using var answer = await http.PostAsync("/v1/quotes", Json(body));
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task A_crowd_of_pictures_is_one_refusal()
    {
        using var http = server.Anonymous();
        var body = """{"tool":"remove-background","pictures":[""" + string.Join(',', Enumerable.Repeat("{}", 50_000)) + "]}";
        using var answer = await http.PostAsync("/v1/quotes", Json(body));
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["pictures"]);
    }

    [Fact]
    public async Task The_price_list_is_public_and_says_least_most_and_every_tier()
    {
        using var http = server.Anonymous();
        var prices = (await http.GetFromJson("/v1/prices")).GetProperty("credits").EnumerateArray().ToList();
        prices.Select(price => price.GetProperty("currency").GetString()).ShouldBe(["EUR", "SEK"]);
        (Number(prices[0], "minimum"), Number(prices[0], "maximum")).ShouldBe((10, 10_000));
        prices[0].GetProperty("tiers").ToString()
            .ShouldBe("""[{"from":10,"unitAmount":"9.5"},{"from":100,"unitAmount":"8"},{"from":1000,"unitAmount":"6.8"}]""");
    }

    [Fact]
    public async Task A_brand_that_sells_no_credits_says_so()
    {
        using var http = server.Anonymous(DarkroomServer.SizedBrand);
        (await http.GetFromJson("/v1/prices")).GetProperty("credits").GetArrayLength().ShouldBe(0);
        using var answer = await http.PostAsync("/v1/quotes", Json("""{"credits":10,"currency":"EUR"}"""));
        var problem = await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "bad_parameters");
        problem.GetProperty("errors").GetProperty("credits")[0].GetString()!.ShouldContain("No credits are sold");
    }

    private static long? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<JsonElement> Ask(string body, string? brand = null)
    {
        using var http = server.Anonymous(brand);
        using var answer = await http.PostAsync("/v1/quotes", Json(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Json();
    }
}
