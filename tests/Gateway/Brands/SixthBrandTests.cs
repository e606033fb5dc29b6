using System.Net;
using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Drivers;

namespace Darkroom.Gateway.Tests.Brands;

/// <summary>A brand is a file: one more is added without a line of code, and what it says holds.</summary>
public sealed class SixthBrandTests : IAsyncLifetime
{
    private readonly DarkroomServer server = new(
        ["--Gateway:Embedded", "true", "--Gateway:DefaultBrand", "nanogpt", "--Gateway:SignInsPerMinute", "1000"], brands: AddSixth);

    public Task InitializeAsync() => server.InitializeAsync();

    public Task DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task It_is_served_under_its_host_with_its_own_rules()
    {
        using var http = server.Anonymous();
        http.DefaultRequestHeaders.Host = "sixth.example";
        var brand = await http.GetFromJson("/v1/brand");
        (brand.GetProperty("name").GetString(), brand.GetProperty("minimumAge").GetInt32(), brand.GetProperty("contact").GetString())
            .ShouldBe(("Sixth", 18, "privacy@sixth.example"));
        (await http.GetFromJson("/v1/tools")).EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).ShouldBe(["resize"]);
        (await http.GetStringAsync("/assets/brand.css")).ShouldBe(":root { --accent: #7c2d12; --on-accent: #ffffff; --radius: 2px; }\n");

        using var person = await server.SignUp("sixth");
        (await person.Wallet()).GetProperty("available").GetInt64().ShouldBe(7);
        using var form = Form.Resize(Pictures.Png(40, 40));
        using var answer = await form.Send(person.Http);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var job = await person.Finished((await answer.Json()).GetProperty("id").GetString()!, TimeSpan.FromMinutes(2));
        (job.GetProperty("status").GetString(), job.GetProperty("price").GetInt64()).ShouldBe(("succeeded", 3));
        (await person.Wallet()).GetProperty("available").GetInt64().ShouldBe(4);
    }

    [Fact]
    public async Task All_five_and_it_run_at_once()
    {
        using var http = server.Anonymous();
        var names = new List<string?>();
        foreach (var brand in new[] { "imgauth", "picfre", "nanogpt", "pixreunion", "passme", "sixth" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/brand") { Headers = { Host = brand == "sixth" ? "sixth.example" : $"{brand}.localhost" } };
            using var answer = await http.SendAsync(request);
            names.Add((await answer.Json()).GetProperty("name").GetString());
        }

        names.ShouldBe(["ImgAuth", "PicFre", "NanoGPT", "PixReunion", "PassMe AI", "Sixth"]);
    }

    [Theory]
    [InlineData("imgauth", "en", "Nothing is offered here yet.")]
    [InlineData("pixreunion", "sv", "Här erbjuds inget än.")]
    public async Task A_brand_without_tools_says_so(string brand, string language, string text)
    {
        using var http = server.Anonymous(brand);
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var page = WebUtility.HtmlDecode(await http.GetStringAsync("/"));
        page.ShouldContain(text);
        page.ShouldNotContain("id=\"tools\"");
    }

    [Fact]
    public async Task An_unknown_host_is_served_the_brand_that_the_settings_name()
    {
        using var http = server.Anonymous();
        http.DefaultRequestHeaders.Host = "127.0.0.1";
        (await http.GetFromJson("/v1/brand")).GetProperty("name").GetString().ShouldBe("NanoGPT");
    }

    private static void AddSixth(string folder)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "passme.json")))!;
        (file["name"], file["contact"], file["hosts"]) = ("Sixth", "privacy@sixth.example", new JsonArray("sixth.example"));
        (file["look"]!["accent"], file["look"]!["radius"]) = ("#7c2d12", 2);
        file["policy"]!["minimumAge"] = 18;
        ((JsonObject)file["policy"]!).Remove("minimumAgeByCountry");
        file["credits"]!["welcome"] = 7;
        file["tools"] = JsonNode.Parse("""{"resize":{"price":3}}""");
        File.WriteAllText(Path.Combine(folder, "sixth.json"), file.ToJsonString());
    }
}
