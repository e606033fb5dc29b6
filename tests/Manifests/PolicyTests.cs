using Darkroom.Manifests.Policies;
using Darkroom.Manifests.Rendering;

namespace Darkroom.Manifests;

/// <summary>Every rule holds in every overlay that it is about.</summary>
public sealed class PolicyTests
{
    public static IEnumerable<object[]> Rules() =>
        from overlay in new[] { "dev", "prod" }
        from policy in Policy.All
        where policy.OnlyIn is null || policy.OnlyIn == overlay
        select new object[] { overlay, policy.Name };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Holds(string overlay, string rule) =>
        Policy.All.Single(policy => policy.Name == rule).Violations(Overlay.Of(overlay)).ShouldBeEmpty(rule);

    [Fact]
    [Trait("Clause", "PIX-30")]
    public void The_cluster_is_firewalled()
    {
        NetworkPolicies.All.ShouldContain(policy => policy.OnlyIn == "prod");
        foreach (var policy in NetworkPolicies.All.Where(policy => policy.OnlyIn is null or "prod"))
            policy.Violations(Overlay.Of("prod")).ShouldBeEmpty(policy.Name);
    }

    [Fact]
    [Trait("Clause", "PIX-28")]
    public void Devices_reach_the_cluster_over_TLS_only()
    {
        foreach (var policy in IngressPolicies.All)
            policy.Violations(Overlay.Of("prod")).ShouldBeEmpty(policy.Name);
    }
}
