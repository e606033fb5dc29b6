using k8s.Models;
using static Darkroom.Manifests.Mutations.Mutation;

namespace Darkroom.Manifests.Mutations;

/// <summary>Holes in the firewall, and bricks too many.</summary>
internal static class NetworkMutations
{
    private const string Calls = "pods call exactly what they need";
    private const string IsCalled = "pods are called by exactly who needs them";
    private const string Dev = "the one pod calls names and the internet, and nothing calls it";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        Without<V1NetworkPolicy>("nothing may talk unless it is said", "deny-all"),
        In<V1NetworkPolicy>("nothing may talk unless it is said", "outwards all may", "deny-all", policy => policy.Spec.PolicyTypes = ["Ingress"]),
        In<V1NetworkPolicy>("nothing may talk unless it is said", "for silos only", "deny-all", policy => policy.Spec.PodSelector.MatchLabels = new Dictionary<string, string> { ["app.kubernetes.io/component"] = "silo" }, "dev"),
        Without<V1NetworkPolicy>(Calls, "dns"),
        Without<V1NetworkPolicy>(Calls, "gateway-to-silo"),
        Without<V1NetworkPolicy>(Calls, "database"),
        Without<V1NetworkPolicy>(Calls, "silo-to-mail"),
        In<V1NetworkPolicy>(Calls, "any port of a silo", "gateway-to-silo", policy => policy.Spec.Egress[0].Ports = null),
        In<V1NetworkPolicy>(Calls, "anything on 443", "silo-to-internet", policy => policy.Spec.Egress[0].To = null),
        In<V1NetworkPolicy>(Calls, "a private network", "silo-to-internet", policy => policy.Spec.Egress[0].To[0].IpBlock.Except.Remove("10.0.0.0/8")),
        In<V1NetworkPolicy>(Calls, "the cloud's metadata", "silo-to-internet", policy => policy.Spec.Egress[0].To[0].IpBlock.Except.Remove("169.254.0.0/16")),
        In<V1NetworkPolicy>(Calls, "private networks of IPv6", "silo-to-internet", policy => policy.Spec.Egress[0].To[1].IpBlock.Cidr = "::/0"),
        In<V1NetworkPolicy>(Calls, "less than the internet", "object-store", policy => policy.Spec.Egress[0].To[0].IpBlock.Except.Add("8.0.0.0/8")),
        In<V1NetworkPolicy>(Calls, "the migration calls the internet", "silo-to-internet", policy => policy.Spec.PodSelector = new V1LabelSelector()),
        In<V1NetworkPolicy>(Calls, "a range of ports", "database", policy => policy.Spec.Egress[0].Ports[0].EndPort = 6000),
        In<V1NetworkPolicy>(Calls, "the migration is left out", "database", policy => policy.Spec.PodSelector.MatchExpressions[0].Values.Remove("migrate")),
        Without<V1NetworkPolicy>(IsCalled, "silo-from-gateway"),
        Without<V1NetworkPolicy>(IsCalled, "metrics"),
        In<V1NetworkPolicy>(IsCalled, "anybody", "gateway-from-ingress", policy => policy.Spec.Ingress[0].FromProperty = null),
        In<V1NetworkPolicy>(IsCalled, "any pod of that namespace", "gateway-from-ingress", policy => policy.Spec.Ingress[0].FromProperty[0].PodSelector = null),
        In<V1NetworkPolicy>(IsCalled, "any namespace", "metrics", policy => policy.Spec.Ingress[0].FromProperty[0].NamespaceSelector = new V1LabelSelector()),
        In<V1NetworkPolicy>(IsCalled, "gateways talk as silos do", "silo-to-silo", policy => policy.Spec.Ingress[0].FromProperty[0].PodSelector = new V1LabelSelector()),
        In<V1NetworkPolicy>(IsCalled, "silos are called on 30001", "silo-from-gateway", policy => policy.Spec.Ingress[0].Ports[0].Port = 30001),
        In<V1NetworkPolicy>(Dev, "a private network", "embedded-to-internet", policy => policy.Spec.Egress[0].To[0].IpBlock.Except.Clear(), "dev"),
        In<V1NetworkPolicy>("a way into a pod leads to a port that it has", "30001", "silo-from-gateway", policy => policy.Spec.Ingress[0].Ports[0].Port = 30001),
    ];
}
