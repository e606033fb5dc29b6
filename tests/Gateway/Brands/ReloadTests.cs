using System.Net;
using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway.Tests.Brands;

/// <summary>A brand file that changes while the service runs: it holds as a whole, for everything that is already active, or not at all.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly DarkroomServer server = new(["--Gateway:Embedded", "true", "--Gateway:DefaultBrand", "nanogpt", "--Gateway:SignInsPerMinute", "1000"]);

    public Task InitializeAsync() => server.InitializeAsync();

    public Task DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task What_a_changed_file_says_holds_for_pages_prices_accounts_and_wallets_that_are_active()
    {
        using var before = await server.SignUp(DarkroomServer.TinyBrand);
        (await before.Wallet()).GetProperty("available").GetInt64().ShouldBe(3);
        await (await server.WalletOf(before, "tiny")).Grant(new CreditGrant("test/month", LotKind.Subscription, 10, DateTimeOffset.UtcNow.AddDays(30)));
        (await before.Wallet()).GetProperty("available").GetInt64().ShouldBe(10, "what was earned waits beside a subscription");

        Change(DarkroomServer.TinyBrand, file =>
        {
            file["policy"]!["minimumAge"] = 17;
            ((JsonObject)file["policy"]!).Remove("minimumAgeByCountry");
            file["credits"]!["welcome"] = 5;
            file["credits"]!["earned"] = "always";
            file["tools"]!["resize"]!["price"] = 2;
            file["look"]!["accent"] = "#111111";
        });
        using var http = server.Anonymous(DarkroomServer.TinyBrand);
        await Eventually.Is(async () => (await http.GetFromJson("/v1/brand")).GetProperty("minimumAge").GetInt32(), 17);

        (await http.GetStringAsync("/assets/brand.css")).ShouldContain("#111111");
        (await http.GetFromJson("/v1/tools")).EnumerateArray().Single(tool => tool.GetProperty("name").GetString() == "resize").GetProperty("price").GetInt64().ShouldBe(2);
        using var after = await server.SignUp(DarkroomServer.TinyBrand);
        (await after.Wallet()).GetProperty("available").GetInt64().ShouldBe(5, "the grains of a new account give what the file says now");
        var wallet = await (await server.WalletOf(before, "tiny")).Read();
        wallet.Available.ShouldBe(13, "a wallet that was active goes by the new rule");
        (await Refused()).ShouldBe(0);
    }

    [Theory]
    [InlineData("$.retention.inputs", "longest", "\"P40D\"", "brands/tiny.json: $.retention.inputs.longest: 'P40D' is longer than NAN-03 promises (P1D)")]
    [InlineData("$.uploads", "maximumPixels", "900000000", "brands/tiny.json: $.uploads.maximumPixels: more than the 60000000 pixels that imaging was started for")]
    [InlineData("$", "languages", "[\"fi\"]", "brands/tiny.json: $.look.tagline: the language 'fi' has no line")]
    public async Task A_broken_file_changes_nothing_and_is_told_until_it_is_mended(string parent, string field, string value, string problem)
    {
        var path = Path.Combine(server.DataFolder, "brands", "tiny.json");
        var good = await File.ReadAllTextAsync(path);
        var brands = server.Services.GetRequiredService<IBrands>();
        var held = brands[new BrandId("tiny")];
        Change(DarkroomServer.TinyBrand, file =>
        {
            file["name"] = "Broken";
            parent.Split('.').Skip(1).Aggregate(file, (node, name) => node[name]!)[field] = JsonNode.Parse(value);
        });
        await Eventually.Is(Refused, 1);
        server.Log.ShouldContain(problem);
        brands[new BrandId("tiny")].ShouldBeSameAs(held);

        await File.WriteAllTextAsync(path, good.Replace("\"Tiny\"", "\"Mended\"", StringComparison.Ordinal));
        await Eventually.Is(() => Task.FromResult(brands[new BrandId("tiny")].Name), "Mended");
        await Eventually.Is(Refused, 0);
    }

    [Fact]
    public async Task A_brand_cannot_go_and_another_can_come()
    {
        var folder = Path.Combine(server.DataFolder, "brands");
        File.Move(Path.Combine(folder, "sized.json"), Path.Combine(folder, "sized.kept"));
        await Eventually.Is(Refused, 1);
        using var http = server.Anonymous(DarkroomServer.SizedBrand);
        (await http.GetFromJson("/v1/brand")).GetProperty("name").GetString().ShouldBe("Sized");
        File.Move(Path.Combine(folder, "sized.kept"), Path.Combine(folder, "sized.json"));

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "passme.json")))!;
        (file["name"], file["hosts"]) = ("Late", new JsonArray("late.example"));
        await File.WriteAllTextAsync(Path.Combine(folder, "late.json"), file.ToJsonString());
        using var late = server.Anonymous("late");
        await Eventually.Is(async () =>
        {
            using var answer = await late.GetAsync("/v1/brand");
            return answer.StatusCode;
        }, HttpStatusCode.OK);
        using var person = await server.SignUp("late");
        (await person.Wallet()).GetProperty("available").GetInt64().ShouldBe(5);
    }

    private async Task<int> Refused()
    {
        using var http = server.Anonymous();

        // Servers of other tests, in this process, have a line each; none of them changes its files.
        return (await http.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith("darkroom_brand_files_refused ", StringComparison.Ordinal))
            .Max(line => int.Parse(line.Split(' ')[1], null));
    }

    private void Change(string brand, Action<JsonNode> change)
    {
        var path = Path.Combine(server.DataFolder, "brands", brand + ".json");
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        change(file);
        File.WriteAllText(path, file.ToJsonString());
    }
}
