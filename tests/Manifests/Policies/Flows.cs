using System.Net;
using Darkroom.Manifests.Rendering;
using Darkroom.Outbox;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>
/// What NetworkPolicies allow, spelled out: for each kind of pod and each rule that applies to it, a line
/// <c>from → to:port/protocol</c>. Rules only add up (https://kubernetes.io/docs/concepts/services-networking/network-policies/).
/// </summary>
internal static class Flows
{
    /// <summary>What pods may call.</summary>
    public static IReadOnlySet<string> Out(Overlay overlay) => Spell(overlay, "Egress",
        policy => (policy.Spec.Egress ?? []).SelectMany(rule => Peers(rule.To, overlay).SelectMany(peer => Ports(rule.Ports).Select(port => (peer, port)))),
        (own, peer, port) => $"{own} → {peer}:{port}");

    /// <summary>Who may call pods.</summary>
    public static IReadOnlySet<string> In(Overlay overlay) => Spell(overlay, "Ingress",
        policy => (policy.Spec.Ingress ?? []).SelectMany(rule => Peers(rule.FromProperty, overlay).SelectMany(peer => Ports(rule.Ports).Select(port => (peer, port)))),
        (own, peer, port) => $"{peer} → {own}:{port}");

    private static HashSet<string> Spell(Overlay overlay, string direction,
        Func<V1NetworkPolicy, IEnumerable<(string Peer, string Port)>> rules, Func<string, string, string, string> line) =>
    [
        .. from policy in overlay.All<V1NetworkPolicy>()
           where policy.Spec.PolicyTypes.Contains(direction)
           from own in Components(overlay, policy.Spec.PodSelector)
           from rule in rules(policy)
           select line(own, rule.Peer, rule.Port),
    ];

    private static IEnumerable<string> Components(Overlay overlay, V1LabelSelector selector) =>
        overlay.Workloads.Where(workload => Labels.Match(selector, workload.Labels)).Select(workload => workload.Component).Distinct();

    private static IEnumerable<string> Peers(IList<V1NetworkPolicyPeer>? peers, Overlay overlay) =>
        peers is null or [] ? ["anything"] : peers.SelectMany(peer => (peer.IpBlock, peer.NamespaceSelector, peer.PodSelector) switch
        {
            ({ } block, _, _) => [Name(block)],
            (_, null, { } pods) => Components(overlay, pods),
            (_, { } space, var pods) => [$"{Name(space)}/{Name(pods)}"],
            _ => ["anything"],
        });

    private static IEnumerable<string> Ports(IList<V1NetworkPolicyPort>? ports) =>
        ports is null or [] ? ["any"] : ports.Select(port => $"{port.Port?.ToString() ?? "any"}{(port.EndPort is { } end ? $"-{end}" : "")}/{port.Protocol ?? "TCP"}");

    // An empty selector takes all.
    private static string Name(V1LabelSelector? selector) => selector is null ? "*"
        : string.Join(',', (selector.MatchLabels ?? new Dictionary<string, string>()).Select(label => label.Value)
            .Concat((selector.MatchExpressions ?? []).Select(item => $"{item.Key} {item.OperatorProperty} {string.Join('|', item.Values ?? [])}"))) is { Length: > 0 } text ? text : "*";

    // The public internet is what the program itself takes for public: each end of each block that is left out must not be.
    private static string Name(V1IPBlock block)
    {
        var except = (block.Except ?? []).Select(IPNetwork.Parse).ToList();
        var inner = new[]
        {
            "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.254", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
            "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::1", "fd00::1", "fe80::1", "64:ff9b::a00:1", "2001::1", "2001:db8::1", "2002:a00:1::1", "3fff::1",
        }.Select(IPAddress.Parse).Where(address => !PublicAddress.Is(address));
        var all = IPNetwork.Parse(block.Cidr);
        return block.Cidr is "0.0.0.0/0" or "2000::/3" && except.All(network => !PublicAddress.Is(network.BaseAddress))
            && inner.All(address => !all.Contains(address) || except.Any(network => network.Contains(address)))
            ? "internet" : except.Count == 0 ? block.Cidr : $"{block.Cidr} but {string.Join(',', block.Except!)}";
    }
}
