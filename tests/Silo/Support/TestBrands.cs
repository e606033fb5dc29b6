using Darkroom.Brands;

namespace Darkroom.Silo.Tests.Support;

/// <summary>One brand with short rules.</summary>
internal sealed class TestBrands : IBrands
{
    public static readonly BrandId Brand = new("testbrand");

    public static readonly RetentionRules Rules = new(
        new RetentionRule(TimeSpan.FromHours(2), "T-01"), new RetentionRule(TimeSpan.FromHours(24), "T-02"),
        TimeSpan.FromMinutes(5), new RetentionRule(TimeSpan.FromDays(30), "T-03"),
        new RetentionRule(TimeSpan.FromDays(30), "T-04"));

    public IReadOnlyDictionary<BrandId, BrandPolicy> All { get; } = new Dictionary<BrandId, BrandPolicy>
    {
        [Brand] = new BrandPolicy(
            Brand, "Test", ["test.localhost"], ["en"], "privacy@test.localhost", "1", ["magic-link"], 13,
            new Dictionary<string, int>(), new CreditRules(20, ["subscription", "promotional", "paid"]),
            new Dictionary<string, ToolOffer> { ["resize"] = new(3), ["remove-background"] = new(4) },
            new UploadLimits(1 << 20, 1_000_000, 4_000), Rules,
            new BrandLook("#000000", new Dictionary<string, string> { ["en"] = "Test." }), "no-reply@test.localhost", []),
    };

    public BrandPolicy? ByHost(string host) => host == "test.localhost" ? All[Brand] : null;
}
