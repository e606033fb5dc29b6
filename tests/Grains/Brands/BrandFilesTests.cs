using System.Text.Json.Nodes;
using Darkroom.Brands;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>Brand files are what the cluster enforces, so nothing in them is guessed or ignored.</summary>
public sealed class BrandFilesTests : IDisposable
{
    private readonly string folder = BrandFolder.WithoutBrands();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Clause", "NAN-03")]
    public void The_first_brand_says_what_its_document_promises()
    {
        var brands = BrandFiles.Load(BrandFiles.DefaultFolder, _ => null, "privacy@localhost");
        var brand = brands.All[new BrandId("nanogpt")];
        (brand.Name, brand.PolicyVersion, brand.Contact).ShouldBe(("NanoGPT", "2025-11-28", "privacy@localhost"));
        brand.Languages.ShouldBe(["sv", "nb", "da", "en"]);
        brand.Credits.Welcome.ShouldBe(20);
        brand.Tools.ToDictionary(tool => tool.Key, tool => tool.Value.Price.Smallest)
            .ShouldBe(new Dictionary<string, long> { ["resize"] = 1, ["denoise"] = 2, ["remove-background"] = 4 }, ignoreOrder: true);
        (brand.Retention.Inputs.Clause, brand.Retention.Outputs.Clause).ShouldBe(("NAN-03", "NAN-03"));
        brand.Retention.Inputs.Longest.ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(1));
        brand.Retention.GraceAfterDelivery.ShouldBe(TimeSpan.FromMinutes(10));
        brand.Recipients.Select(one => one.Name).ShouldBe(["Creem", "Supabase", "Google Analytics", null]);
        brands.ByHost("NanoGPT.localhost").ShouldBeSameAs(brand);
        brands.ByHost("example.org").ShouldBeNull();
    }

    [Fact]
    public void The_age_limit_follows_the_country()
    {
        var brand = Load();
        (brand.MinimumAgeIn("SE"), brand.MinimumAgeIn("FR"), brand.MinimumAgeIn("DE"), brand.MinimumAgeIn("US")).ShouldBe((13, 15, 16, 13));
    }

    [Fact]
    public void The_brand_speaks_the_first_language_that_it_can() =>
        (Load().Speaks("fr", "EN-gb", "sv"), Load().Speaks("fr", null), Load().Speaks()).ShouldBe(("en", "sv", "sv"));

    [Theory]
    [InlineData("no")]
    [InlineData("nn")]
    [InlineData("NO")]
    [InlineData("nn-NO")]
    [InlineData("nb-NO")]
    public void Norwegian_under_any_tag_is_bokmal(string wished)
    {
        var brand = Load();
        (brand with { Languages = ["sv", "nb", "en"] }).Speaks(wished, "en").ShouldBe("nb");
        (brand with { Languages = ["sv", "en"] }).Speaks(wished, "en").ShouldBe("en", "a brand without Norwegian is asked for the next language");
    }

    [Fact]
    [Trait("Clause", "NAN-11")]
    public void Without_a_contact_it_does_not_start()
    {
        Write("nanogpt", _ => { });
        Should.Throw<BrandFileException>(() => BrandFiles.Load(folder, _ => null, null)).Message
            .ShouldContain("brands/nanogpt.json: $.contact: people need an address for privacy requests: set DARKROOM_CONTACT_NANOGPT");
        BrandFiles.Load(folder, name => name == "CONTACT_NANOGPT" ? "privacy@example.org" : null, null)
            .All.Values.Single().Contact.ShouldBe("privacy@example.org");
    }

    [Theory]
    [InlineData("$.retention", "keepForever", "true")]
    [InlineData("$", "colour", "\"red\"")]
    public void An_unknown_field_is_refused(string parent, string field, string value)
    {
        Write("nanogpt", file => ((JsonObject)At(file, parent))[field] = JsonNode.Parse(value));
        Refusal().ShouldContain(field);
    }

    [Theory]
    [InlineData("$.retention.inputs", "P1M", "$.retention.inputs.longest")]
    [InlineData("$.retention.inputs", "PT0S", "$.retention.inputs.longest")]
    [InlineData("$.retention.inputs", "forever", "$.retention.inputs.longest")]
    public void A_duration_without_a_fixed_length_is_refused(string parent, string value, string path)
    {
        Write("nanogpt", file => At(file, parent)["longest"] = value);
        Refusal().ShouldContain($"brands/nanogpt.json: {path}: '{value}' is no ISO 8601 duration");
    }

    [Theory]
    [InlineData("$.tools.resize", "price", "-1", "$.tools.resize.price")]
    [InlineData("$.policy", "version", "\"\"", "$.policy.version")]
    [InlineData("$.policy.minimumAgeByCountry", "DE", "12", "$.policy.minimumAgeByCountry.DE")]
    [InlineData("$.policy.minimumAgeByCountry", "EU", "16", "$.policy.minimumAgeByCountry.EU")]
    [InlineData("$.look", "accent", "\"blue\"", "$.look.accent")]
    [InlineData("$", "signIn", "[\"telepathy\"]", "$.signIn")]
    [InlineData("$", "languages", "[\"sv\",\"fr\"]", "$.look.tagline")]
    [InlineData("$", "hosts", "[\"http://x\"]", "$.hosts")]
    [InlineData("$", "mailFrom", "\"nobody\"", "$.mailFrom")]
    [InlineData("$.credits", "spendOrder", "[\"paid\",\"paid\",\"subscription\"]", "$.credits.spendOrder")]
    [InlineData("$.credits", "earned", "\"sometimes\"", "$.credits.earned")]
    [InlineData("$.retention.outputs", "clause", "\"because\"", "$.retention.outputs.clause")]
    [InlineData("$.uploads", "maximumBytes", "0", "$.uploads.maximumBytes")]
    public void A_wrong_value_is_named_by_file_path_and_remedy(string parent, string field, string value, string path)
    {
        Write("nanogpt", file => At(file, parent)[field] = JsonNode.Parse(value));
        Refusal().ShouldContain($"brands/nanogpt.json: {path}: ");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("always", false)]
    [InlineData("without-subscription", true)]
    public void When_earned_credits_can_be_used_is_the_brands_to_say(string? earned, bool withholds)
    {
        Write("nanogpt", file =>
        {
            if (earned is not null)
            {
                At(file, "$.credits")["earned"] = earned;
            }
        });
        BrandFiles.Load(folder, _ => null, "privacy@localhost").All.Values.Single().Credits.WithholdEarned.ShouldBe(withholds);
    }

    [Theory]
    [InlineData("P3M", 3)]
    [InlineData("P1M", 1)]
    public void How_long_details_of_spending_are_kept_is_told_in_months(string longest, int months)
    {
        Write("nanogpt", file =>
        {
            At(file, "$.retention")["spending"] = new JsonObject { ["longest"] = longest, ["clause"] = "PIC-11" };
            At(file, "$.data.spending")["retention"] = "spending";
        });
        BrandFiles.Load(folder, _ => null, "privacy@localhost").All.Values.Single().Retention.Spending.ShouldBe(new SpendingRule(months, "PIC-11"));
    }

    [Theory]
    [InlineData("P90D")]
    [InlineData("P0M")]
    [InlineData("P1Y")]
    [InlineData("PT3M")]
    [InlineData("P9999M")]
    [InlineData("")]
    public void Another_time_for_them_is_refused(string longest)
    {
        Write("nanogpt", file => At(file, "$.retention")["spending"] = new JsonObject { ["longest"] = longest, ["clause"] = "PIC-11" });
        Refusal().ShouldContain($"brands/nanogpt.json: $.retention.spending.longest: '{longest}' is no number of whole months; write P3M");
    }

    [Fact]
    public void Details_of_spending_are_over_their_time_by_whole_days_of_the_calendar()
    {
        var rule = new SpendingRule(3, "PIC-11");
        rule.LastForgotten(new DateTimeOffset(2026, 6, 1, 23, 59, 59, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 2, 28));
        rule.LastForgotten(new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 3, 1));
        rule.LastForgotten(new DateTimeOffset(2026, 5, 31, 12, 0, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 2, 27));
    }

    [Fact]
    public void A_missing_or_doubled_field_is_refused()
    {
        Write("nanogpt", file => ((JsonObject)file).Remove("retention"));
        Refusal().ShouldContain("retention");
        File.WriteAllText(Path.Combine(folder, "nanogpt.json"), Source().ToJsonString().Replace("{\"$schema\"", "{\"name\":\"Twice\",\"$schema\"", StringComparison.Ordinal));
        Refusal().ShouldContain("name", Case.Insensitive);
    }

    [Fact]
    public void All_problems_of_all_files_are_told_at_once()
    {
        Write("one", file => file["mailFrom"] = "x");
        Write("two", file => file["look"]!["accent"] = "x");
        var refusal = Refusal();
        refusal.ShouldContain("brands/one.json: $.mailFrom");
        refusal.ShouldContain("brands/two.json: $.look.accent");
    }

    [Fact]
    public void Two_brands_cannot_have_one_host()
    {
        Write("one", _ => { });
        Write("two", file => file["hosts"] = new JsonArray("NANOGPT.localhost"));
        Refusal().ShouldContain("claimed by one and two");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void A_file_that_is_no_brand_is_refused(string text)
    {
        File.WriteAllText(Path.Combine(folder, "nanogpt.json"), text);
        Refusal().ShouldContain("brands/nanogpt.json: $: ");
    }

    [Fact]
    public void An_empty_folder_is_refused() => Refusal().ShouldContain("there is no brand file");

    private static JsonNode At(JsonNode file, string path) =>
        path.Split('.').Skip(1).Aggregate(file, (node, name) => node[name]!);

    private static JsonNode Source() => JsonNode.Parse(File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, "nanogpt.json")))!;

    private void Write(string name, Action<JsonNode> change)
    {
        var file = Source();
        change(file);
        File.WriteAllText(Path.Combine(folder, name + ".json"), file.ToJsonString());
    }

    private BrandPolicy Load()
    {
        Write("nanogpt", _ => { });
        return BrandFiles.Load(folder, _ => null, "privacy@localhost").All.Values.Single();
    }

    private string Refusal() => Should.Throw<BrandFileException>(() => BrandFiles.Load(folder, _ => null, "privacy@localhost")).Message;
}
