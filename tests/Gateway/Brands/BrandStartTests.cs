using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Hosting;

namespace Darkroom.Gateway.Tests.Brands;

/// <summary>What keeps a process from starting although each brand file makes sense by itself.</summary>
public sealed class BrandStartTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-brands-");

    public BrandStartTests() => File.Copy(Path.Combine(Repository.Root, "brands", "clauses.json"), Path.Combine(folder.FullName, "clauses.json"));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_language_without_texts_is_refused() => Refusal(file =>
    {
        file["languages"] = new JsonArray("sv", "fi");
        file["look"]!["tagline"]!["fi"] = "Kuvat.";
    }).ShouldContain("brands/nanogpt.json: $.languages: there are no texts in fi, only in ");

    [Fact]
    public void A_cookie_that_is_set_and_not_told_is_refused() =>
        Refusal(file => ((JsonArray)file["cookies"]!).RemoveAt(0)).ShouldContain("brands/nanogpt.json: $.cookies: 'darkroom-session' is set and not listed; list it.");

    [Fact]
    public void A_cookie_that_stays_longer_than_told_is_refused() =>
        Refusal(file => file["cookies"]![1]!["longest"] = "P30D").ShouldContain("brands/nanogpt.json: $.cookies: 'darkroom-language' is essential and stays up to 365 days; say so.");

    [Fact]
    public void The_repositorys_brands_start() => new BrandFolder(Path.Combine(Repository.Root, "brands"), _ => null, IsDevelopment: true).Read().All.Count.ShouldBe(5);

    private string Refusal(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "brands", "nanogpt.json")))!;
        change(file);
        File.WriteAllText(Path.Combine(folder.FullName, "nanogpt.json"), file.ToJsonString());
        return Should.Throw<BrandFileException>(() => new BrandFolder(folder.FullName, _ => null, IsDevelopment: true).Read()).Message;
    }
}
