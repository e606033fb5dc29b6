using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Tools;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>A policy that promises what the system does not keep, or less than its clauses, does not start; it is told by file, path and remedy.</summary>
public sealed class PolicyRefusalTests : IDisposable
{
    private readonly string folder = BrandFolder.WithoutBrands();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Clause", "NAN-07")]
    public void A_tool_that_gives_pictures_to_somebody_who_is_not_listed_cannot_be_sold()
    {
        var tools = new Dictionary<string, Tool>(ToolCatalog.All) { ["describe"] = ToolCatalog.All["resize"] with { Name = "describe", Recipient = "Words Inc." } };
        Write("nanogpt", "nanogpt", file => file["tools"]!["describe"] = new JsonObject { ["price"] = 1 });
        Refusal(tools).ShouldContain("brands/nanogpt.json: $.tools.describe: this tool gives pictures to Words Inc., who is not listed; list it in $.recipients");

        // Listed, but not as somebody who is given pictures.
        Write("nanogpt", "nanogpt", file =>
        {
            file["tools"]!["describe"] = new JsonObject { ["price"] = 1 };
            ((JsonArray)file["recipients"]!).Add(Words("visits"));
        });
        Refusal(tools).ShouldContain("brands/nanogpt.json: $.tools.describe: this tool gives pictures to Words Inc.");

        Write("nanogpt", "nanogpt", file =>
        {
            file["tools"]!["describe"] = new JsonObject { ["price"] = 1 };
            ((JsonArray)file["recipients"]!).Add(Words("pictures"));
        });
        BrandFiles.Load(folder, _ => null, "privacy@localhost", tools).All.Values.Single().Tools.Keys.ShouldContain("describe");

        static JsonObject Words(string receives) => new()
        {
            ["name"] = "Words Inc.",
            ["purpose"] = "generation",
            ["receives"] = new JsonArray(receives),
            ["country"] = "US",
            ["safeguard"] = "scc",
        };
    }

    [Fact]
    public void Every_tool_of_this_build_runs_in_the_cluster() => ToolCatalog.All.Values.ShouldAllBe(tool => tool.Recipient == null);

    [Fact]
    public void A_tool_that_does_not_exist_cannot_be_sold()
    {
        Write("nanogpt", "nanogpt", file => file["tools"]!["levitate"] = new JsonObject { ["price"] = 1 });
        Refusal().ShouldContain("brands/nanogpt.json: $.tools.levitate: there is no such tool; choose from: denoise, remove-background, resize.");
    }

    [Theory]
    [InlineData("pixreunion", "$.retention.inputs", "P31D", "PIX-18 promises (P30D)")]
    [InlineData("pixreunion", "$.retention.outputs", "P31D", "PIX-19 promises (P30D)")]
    [InlineData("pixreunion", "$.retention.erasure", "P8D", "PIX-17 promises (P7D)")]
    [InlineData("pixreunion", "$.rights.access", "P2M", "PIX-20 promises (P1M)")]
    [InlineData("pixreunion", "$.rights.access", "P29D", "PIX-20 promises (P1M)")]
    [InlineData("picfre", "$.retention.spending", "P4M", "PIC-11 promises (P3M)")]
    [InlineData("picfre", "$.retention.jobRecords", "P90D", "PIC-11 promises (P3M)")]
    [InlineData("nanogpt", "$.retention.inputs", "PT24H1S", "NAN-03 promises (P1D)")]
    [InlineData("imgauth", "$.retention.outputs", "P2D", "IMG-01 promises (P1D)")]
    [InlineData("passme", "$.rights.access", "P2M", "the law allows (P1M)")]
    [Trait("Clause", "PIX-17")]
    [Trait("Clause", "PIX-18")]
    [Trait("Clause", "PIX-19")]
    public void A_deadline_that_is_longer_than_its_clause_is_refused(string brand, string rule, string longest, string limit)
    {
        Write(brand, brand, file => At(file, rule)["longest"] = longest);
        Refusal().ShouldContain($"brands/{brand}.json: {rule}.longest: '{longest}' is longer than {limit}; shorten it.");
    }

    [Fact]
    [Trait("Clause", "PIX-33")]
    public void A_notice_that_is_shorter_than_its_clause_is_refused()
    {
        Write("pixreunion", "pixreunion", file => At(file, "$.policy.notice")["days"] = 13);
        Refusal().ShouldContain("brands/pixreunion.json: $.policy.notice.days: 'P13D' is shorter than PIX-33 promises (P14D); lengthen it.");
    }

    [Theory]
    [InlineData("NAN-77", "brands/clauses.json does not know NAN-77; name a clause that is there, or add it with its limit.")]
    [InlineData("PIX-19", "PIX-19 says nothing of inputs in brands/clauses.json; name the clause that does, or add it there.")]
    public void A_rule_cannot_hide_behind_another_clause(string clause, string remedy)
    {
        Write("pixreunion", "pixreunion", file => At(file, "$.retention.inputs")["clause"] = clause);
        Refusal().ShouldContain($"brands/pixreunion.json: $.retention.inputs.longest: {remedy}");
    }

    [Fact]
    public void Without_the_clauses_or_with_broken_ones_nothing_starts()
    {
        Write("nanogpt", "nanogpt", _ => { });
        var path = Path.Combine(folder, ClauseLimits.FileName);
        File.WriteAllText(path, """{"law":{"rights":"P1M"},"clauses":{"NAN-03":{"inputs":"soon"}}}""");
        Refusal().ShouldContain("brands/clauses.json: $.clauses.NAN-03.inputs: 'soon' is no time; write P30D, P3M or forever.");
        File.WriteAllText(path, "[]");
        Refusal().ShouldContain("brands/clauses.json: $: ");
        File.Delete(path);
        Refusal().ShouldContain("brands/clauses.json: $: there is no such file in");
    }

    [Theory]
    [InlineData("$.data.pictures", "retention", null, "$.data.pictures.retention: this kind of data has no retention; name a rule of $.retention that ends it: inputs.")]
    [InlineData("$.data.results", "retention", "\"inputs\"", "$.data.results.retention: this kind of data has no retention; name a rule of $.retention that ends it: outputs.")]
    [InlineData("$.data.spending", "retention", "\"spending\"", "$.data.spending.retention: this kind of data has no retention")]
    [InlineData("$.data", "jobs", null, "$.data.jobs: the system stores it of everybody: say what for, and which rule ends it.")]
    [InlineData("$.data", "dreams", "{\"purposes\":[\"service\"]}", "$.data.dreams: no such data is stored")]
    [InlineData("$.data.account", "purposes", "[\"fun\"]", "$.data.account.purposes: choose from: account,")]
    public void A_kind_of_data_without_retention_is_refused(string parent, string field, string? value, string refusal)
    {
        Write("nanogpt", "nanogpt", file =>
        {
            if (value is null)
                ((JsonObject)At(file, parent)).Remove(field);
            else
                At(file, parent)[field] = JsonNode.Parse(value);
        });
        Refusal().ShouldContain("brands/nanogpt.json: " + refusal);
    }

    [Theory]
    [InlineData("purpose", "\"sale\"", "purpose: data is given out, and never sold, for one of: accounts,")]
    [InlineData("receives", "[]", "receives: say what it is given")]
    [InlineData("receives", "[\"everything\"]", "receives: say what it is given")]
    [InlineData("name", "\" \"", "name: say the name that people know")]
    [InlineData("country", "\"EU\"", "country: say in which country the data is then")]
    [InlineData("country", "\"US\"", "safeguard: 'eea' is for countries of the European Economic Area")]
    [InlineData("safeguard", "\"scc\"", "safeguard: 'eea' is for countries of the European Economic Area")]
    [InlineData("safeguard", "null", "safeguard: say what the transfer rests on: adequacy, consent, eea, scc.")]
    [InlineData("name", "null", "country: nobody is named here yet")]
    [Trait("Clause", "NAN-10")]
    [Trait("Clause", "PIX-34")]
    public void Whoever_is_given_data_is_named_with_what_where_and_why_and_nobody_buys_it(string field, string value, string refusal)
    {
        Write("nanogpt", "nanogpt", file => file["recipients"]![0]![field] = JsonNode.Parse(value));
        Refusal().ShouldContain("brands/nanogpt.json: $.recipients[0]." + refusal);
    }

    [Theory]
    [InlineData("$.rights", "flying", "{\"longest\":\"P1M\"}", "$.rights.flying: there is no such right")]
    [InlineData("$.rights.access", "longest", "\"soon\"", "$.rights.access.longest: 'soon' is no time")]
    [InlineData("$.rights.erasure", "longest", "\"PT1H\"", "$.rights.erasure.longest: $.retention.erasure takes longer than that")]
    [InlineData("$.rights", "access", "null", "$.rights.access: write an object instead of null")]
    [InlineData("$", "rights", "{}", "$.rights: people can always ask to be forgotten: add erasure.")]
    [InlineData("$.policy", "updated", "\"yesterday\"", "$.policy.updated: give the day of the last change")]
    [InlineData("$", "support", "\"nobody\"", "$.support: give an e-mail address")]
    [InlineData("$", "recipients", "[null]", "$.recipients[0]: write an object instead of null")]
    [InlineData("$", "cookies", "[null]", "$.cookies[0]: write an object instead of null")]
    [InlineData("$", "cookies", "[{\"name\":\"x\",\"purpose\":\"analytics\",\"essential\":true,\"longest\":\"P1D\"}]", "$.cookies[0].essential: a cookie for analytics or advertising is never essential")]
    [InlineData("$", "cookies", "[{\"name\":\"x\",\"purpose\":\"fun\",\"essential\":false,\"longest\":\"P1M\"}]", "$.cookies[0].longest: 'P1M' is no ISO 8601 duration")]
    [InlineData("$.retention.purchases", "longest", "\"P1D\"", "$.retention.purchases.longest: what was bought stays in the books for good")]
    [InlineData("$.look", "onAccent", "\"#5b55ee\"", "$.look.onAccent: this text cannot be read upon the accent")]
    [InlineData("$.look", "radius", "33", "$.look.radius: give pixels from 0 to 32.")]
    public void Another_promise_that_makes_no_sense_is_named(string parent, string field, string value, string refusal)
    {
        Write("nanogpt", "nanogpt", file => At(file, parent)[field] = JsonNode.Parse(value));
        Refusal().ShouldContain("brands/nanogpt.json: " + refusal);
    }

    [Theory]
    [InlineData("P30D", "P1M", false)]
    [InlineData("P28D", "P1M", true)]
    [InlineData("P89D", "P3M", true)]
    [InlineData("P90D", "P3M", false)]
    [InlineData("P1M", "P30D", false)]
    [InlineData("P1M", "P31D", true)]
    [InlineData("P2M", "P3M", true)]
    [InlineData("PT24H", "P1D", true)]
    public void Months_are_as_short_or_as_long_as_the_calendar_can_make_them(string one, string other, bool isWithin)
    {
        Period.TryParse(one, out var first).ShouldBeTrue();
        Period.TryParse(other, out var second).ShouldBeTrue();
        first.IsWithin(second).ShouldBe(isWithin);
    }

    private static JsonNode At(JsonNode file, string path) => path.Split('.').Skip(1).Aggregate(file, (node, name) => node[name]!);

    private void Write(string name, string source, Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(BrandFiles.DefaultFolder, source + ".json")))!;
        change(file);
        File.WriteAllText(Path.Combine(folder, name + ".json"), file.ToJsonString());
    }

    private string Refusal(IReadOnlyDictionary<string, Tool>? tools = null) =>
        Should.Throw<BrandFileException>(() => BrandFiles.Load(folder, _ => null, "privacy@localhost", tools)).Message;
}
