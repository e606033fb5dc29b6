using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Prices;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>Prices in a brand file: what makes no sense is refused by file, path and remedy.</summary>
public sealed class PriceFileTests : IDisposable
{
    private readonly string folder = BrandFolder.WithoutBrands();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_first_brand_has_a_price_by_size_and_sells_credits()
    {
        var brand = BrandFiles.Load(BrandFiles.DefaultFolder, _ => null, "privacy@localhost").All[new BrandId("nanogpt")];
        brand.Tools["remove-background"].Price.Steps.ShouldBe([new PriceStep(12_000_000, 4), new PriceStep(null, 6)]);
        brand.Tools["resize"].Price.IsBySize.ShouldBeFalse();
        brand.Credits.Prices.Keys.ShouldBe(["EUR", "SEK"], ignoreOrder: true);
        brand.Credits.Prices["EUR"].Quote(99).ShouldBe(new CreditQuote(99, "EUR", 941, 9.5m, new CheaperCredits(100, 800)));
        (brand.Credits.Prices["SEK"].Minimum, brand.Credits.Prices["SEK"].Maximum).ShouldBe((10, 10_000));
    }

    [Theory]
    [InlineData("""[{"credits":3}]""", 3)]
    [InlineData("""[{"upToMegapixels":0.1,"credits":0},{"credits":3}]""", 0)]
    [InlineData("7", 7)]
    public void A_price_by_size_may_have_one_step_and_decimals(string price, long smallest) => Load(price).Smallest.ShouldBe(smallest);

    [Fact]
    public void A_bound_in_decimals_is_exact() => Load("""[{"upToMegapixels":16.777216,"credits":1},{"credits":3}]""").Steps[0].UpToPixels.ShouldBe(4096 * 4096);

    [Theory]
    [InlineData("null", "")]
    [InlineData("\"4\"", "")]
    [InlineData("{}", "")]
    [InlineData("true", "")]
    [InlineData("[]", "")]
    [InlineData("-1", "")]
    [InlineData("1000001", "")]
    [InlineData("1.5", "")]
    [InlineData("1e99", "")]
    [InlineData("[4]", "[0]")]
    [InlineData("[null]", "[0]")]
    [InlineData("[{}]", "[0].credits")]
    [InlineData("""[{"credits":-1}]""", "[0].credits")]
    [InlineData("""[{"credits":1.5}]""", "[0].credits")]
    [InlineData("""[{"credits":"1"}]""", "[0].credits")]
    [InlineData("""[{"credits":1,"colour":"red"}]""", "[0].colour")]
    [InlineData("""[{"credits":1,"upToMegapixels":1}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":0},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":-1},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":1001},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":0.0000001},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":1e300},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":null},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":"1"},{"credits":2}]""", "[0].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":2},{"credits":2,"upToMegapixels":2},{"credits":3}]""", "[1].upToMegapixels")]
    [InlineData("""[{"credits":1,"upToMegapixels":2},{"credits":2,"upToMegapixels":1},{"credits":3}]""", "[1].upToMegapixels")]
    [InlineData("""[{"credits":2,"upToMegapixels":2},{"credits":2}]""", "[1].credits")]
    [InlineData("""[{"credits":2,"upToMegapixels":2},{"credits":1}]""", "[1].credits")]
    public void A_tool_price_that_makes_no_sense_is_named(string price, string at)
    {
        Write(file => file["tools"]!["resize"]!["price"] = JsonNode.Parse(price));
        Refusal().ShouldContain($"brands/nanogpt.json: $.tools.resize.price{at}: ");
    }

    [Theory]
    [InlineData("""{}""", "100", "$.credits.prices")]
    [InlineData("""{"EURO":[{"from":1,"unitAmount":"1"}]}""", "100", "$.credits.prices.EURO")]
    [InlineData("""{"eur":[{"from":1,"unitAmount":"1"}]}""", "100", "$.credits.prices.eur")]
    [InlineData("""{"XYZ":[{"from":1,"unitAmount":"1"}]}""", "100", "$.credits.prices.XYZ")]
    [InlineData("""{"EUR":null}""", "100", "$.credits.prices.EUR")]
    [InlineData("""{"EUR":[]}""", "100", "$.credits.prices.EUR")]
    [InlineData("""{"EUR":[null]}""", "100", "$.credits.prices.EUR")]
    [InlineData("""{"EUR":[{"from":0,"unitAmount":"1"}]}""", "100", "$.credits.prices.EUR[0].from")]
    [InlineData("""{"EUR":[{"from":-5,"unitAmount":"1"}]}""", "100", "$.credits.prices.EUR[0].from")]
    [InlineData("""{"EUR":[{"from":9223372036854775807,"unitAmount":"1"}]}""", "100", "$.credits.prices.EUR[0].from")]
    [InlineData("""{"EUR":[{"from":101,"unitAmount":"1"}]}""", "100", "$.credits.prices.EUR[0].from")]
    [InlineData("""{"EUR":[{"from":2,"unitAmount":"2"},{"from":2,"unitAmount":"1"}]}""", "100", "$.credits.prices.EUR[1].from")]
    [InlineData("""{"EUR":[{"from":2,"unitAmount":"2"},{"from":3,"unitAmount":"2"}]}""", "100", "$.credits.prices.EUR[1].unitAmount")]
    [InlineData("""{"EUR":[{"from":2,"unitAmount":"2"},{"from":3,"unitAmount":"2.5"}]}""", "100", "$.credits.prices.EUR[1].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"0.4"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"0"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"-1"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1,5"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1e3"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"01"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1\n"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"\u0661"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1.0000000000001"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1000000.1"}]}""", "100", "$.credits.prices.EUR[0].unitAmount")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1"}]}""", null, "$.credits.most")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1"}]}""", "0", "$.credits.most")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1"}]}""", "1000001", "$.credits.most")]
    [InlineData(null, "100", "$.credits.most")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":1}]}""", "100", "$.credits.prices")]
    [InlineData("""{"EUR":[{"from":1,"unitAmount":"1","upTo":5}]}""", "100", "$.credits.prices")]
    [InlineData("""{"EUR":[{"unitAmount":"1"}]}""", "100", "$.credits.prices")]
    public void A_credit_price_that_makes_no_sense_is_named(string? prices, string? most, string at)
    {
        Write(file =>
        {
            var credits = (JsonObject)file["credits"]!;
            credits.Remove("prices");
            credits.Remove("most");
            if (prices is not null)
            {
                credits["prices"] = JsonNode.Parse(prices);
            }

            if (most is not null)
            {
                credits["most"] = JsonNode.Parse(most);
            }
        });
        Refusal().ShouldContain($"brands/nanogpt.json: {at}");
    }

    [Fact]
    public void A_brand_that_sells_no_credits_has_no_prices()
    {
        Write(file =>
        {
            ((JsonObject)file["credits"]!).Remove("prices");
            ((JsonObject)file["credits"]!).Remove("most");
        });
        BrandFiles.Load(folder, _ => null, "privacy@localhost").All.Values.Single().Credits.Prices.ShouldBeEmpty();
    }

    [Fact]
    public void One_mistake_is_told_once()
    {
        Write(file => file["credits"]!["prices"] = JsonNode.Parse("""{"EUR":[{"from":1,"unitAmount":"x"},{"from":2,"unitAmount":"1"}]}"""));
        Refusal().Split('\n').Count(line => line.Contains("$.credits", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void A_doubled_field_in_a_step_is_refused()
    {
        var text = File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, "nanogpt.json"));
        File.WriteAllText(Path.Combine(folder, "nanogpt.json"),
            text.Replace("{ \"credits\": 6 }", "{ \"credits\": 6, \"credits\": 7 }", StringComparison.Ordinal));
        Refusal().ShouldContain("credits", Case.Insensitive);
    }

    private ToolPrice Load(string price)
    {
        Write(file => file["tools"]!["resize"]!["price"] = JsonNode.Parse(price));
        return BrandFiles.Load(folder, _ => null, "privacy@localhost").All.Values.Single().Tools["resize"].Price;
    }

    private void Write(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, "nanogpt.json")))!;
        change(file);
        File.WriteAllText(Path.Combine(folder, "nanogpt.json"), file.ToJsonString());
    }

    private string Refusal() => Should.Throw<BrandFileException>(() => BrandFiles.Load(folder, _ => null, "privacy@localhost")).Message;
}
