using System.Text.Json;
using System.Text.Json.Nodes;
using Darkroom.Brands;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>What the schema of brand files tells an editor about prices. What it cannot say (that steps rise) is left to the check at the start.</summary>
public sealed class BrandSchemaTests
{
    private static readonly SchemaReading Schema = new(JsonDocument.Parse(File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, "brand.schema.json"))).RootElement);

    [Fact]
    public void Every_brand_file_is_accepted()
    {
        foreach (var path in BrandFiles.Paths(BrandFiles.DefaultFolder))
            Schema.Accepts(JsonDocument.Parse(File.ReadAllText(path)).RootElement).ShouldBeTrue(path);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("1000000", true)]
    [InlineData("""[{"credits":3}]""", true)]
    [InlineData("""[{"upToMegapixels":0.5,"credits":3},{"credits":4}]""", true)]
    [InlineData("-1", false)]
    [InlineData("1000001", false)]
    [InlineData("1.5", false)]
    [InlineData("\"4\"", false)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    [InlineData("[]", false)]
    [InlineData("[4]", false)]
    [InlineData("[{}]", false)]
    [InlineData("""[{"credits":-1}]""", false)]
    [InlineData("""[{"credits":1,"colour":"red"}]""", false)]
    [InlineData("""[{"credits":1,"upToMegapixels":1}]""", false)]
    [InlineData("""[{"credits":1},{"credits":2}]""", false)]
    [InlineData("""[{"credits":1,"upToMegapixels":0},{"credits":2}]""", false)]
    [InlineData("""[{"credits":1,"upToMegapixels":1001},{"credits":2}]""", false)]
    [InlineData("""[{"credits":1,"upToMegapixels":"1"},{"credits":2}]""", false)]
    public void A_tools_price_is_whole_credits_or_steps(string price, bool isGood) =>
        Accepts(file => file["tools"]!["resize"]!["price"] = JsonNode.Parse(price)).ShouldBe(isGood);

    [Theory]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":"0.125"}]},"most":5}""", true)]
    [InlineData("""{}""", true)]
    [InlineData("""{"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":"1"}]}}""", false)]
    [InlineData("""{"prices":{},"most":5}""", false)]
    [InlineData("""{"prices":{"eur":[{"from":1,"unitAmount":"1"}]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":0,"unitAmount":"1"}]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":1}]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":"1,5"}]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":"-1"}]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":"1","upTo":5}]},"most":5}""", false)]
    [InlineData("""{"prices":{"EUR":[{"from":1,"unitAmount":"1"}]},"most":0}""", false)]
    public void Credits_have_prices_and_a_maximum_or_neither(string credits, bool isGood) => Accepts(file =>
    {
        var part = (JsonObject)file["credits"]!;
        part.Remove("prices");
        part.Remove("most");
        foreach (var (name, value) in JsonNode.Parse(credits)!.AsObject())
            part[name] = value?.DeepClone();
    }).ShouldBe(isGood);

    private static bool Accepts(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, "nanogpt.json")))!;
        change(file);
        return Schema.Accepts(JsonSerializer.SerializeToElement(file));
    }
}
