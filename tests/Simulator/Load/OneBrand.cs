using Darkroom.Brands;

namespace Darkroom.Simulation.Load;

/// <summary>One brand with short rules.</summary>
internal sealed class OneBrand : IBrands
{
    public static readonly BrandId Brand = new("simulated");

    public IReadOnlyDictionary<BrandId, BrandPolicy> All { get; } = new Dictionary<BrandId, BrandPolicy>
    {
        [Brand] = new BrandPolicy(
            Brand, "Simulated", ["simulated.localhost"], ["en"], "privacy@simulated.localhost", "1", ["magic-link"], 13,
            new Dictionary<string, int>(), new CreditRules(20, ["subscription", "promotional", "paid"]),
            new Dictionary<string, ToolOffer> { ["resize"] = new(3), ["remove-background"] = new(4) },
            new UploadLimits(1 << 20, 1_000_000, 4_000),
            new RetentionRules(
                new RetentionRule(TimeSpan.FromHours(2), "SIM-01"), new RetentionRule(TimeSpan.FromHours(24), "SIM-02"),
                TimeSpan.FromMinutes(5), new RetentionRule(TimeSpan.FromDays(30), "SIM-03"), new RetentionRule(TimeSpan.FromDays(30), "SIM-04")),
            new BrandLook("#000000", new Dictionary<string, string> { ["en"] = "Simulated." }), "no-reply@simulated.localhost", []),
    };

    public BrandPolicy? ByHost(string host) => All[Brand];
}
