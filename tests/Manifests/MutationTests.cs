using Darkroom.Manifests.Mutations;
using Darkroom.Manifests.Policies;
using Darkroom.Manifests.Rendering;

namespace Darkroom.Manifests;

/// <summary>Every rule notices the mistakes that it is there for.</summary>
public sealed class MutationTests
{
    public static IEnumerable<object[]> Mistakes() => Mutation.All.Select(mutation => new object[] { mutation.Rule, mutation.Mistake });

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Is_noticed(string rule, string mistake)
    {
        var mutation = Mutation.All.Single(item => item.Rule == rule && item.Mistake == mistake);
        var policy = Policy.All.Single(item => item.Name == rule);
        var overlay = Overlay.Load(mutation.Overlay);
        policy.Violations(Overlay.Of(mutation.Overlay)).ShouldBeEmpty();
        mutation.Make(overlay);
        policy.Violations(overlay).ShouldNotBeEmpty(mistake);
    }

    [Fact]
    public void No_rule_goes_untried() => Policy.All.Select(policy => policy.Name).Except(Mutation.All.Select(mutation => mutation.Rule)).ShouldBeEmpty();
}
