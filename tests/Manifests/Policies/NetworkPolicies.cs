using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>The firewall: nothing may talk, but for what stands here.</summary>
internal static class NetworkPolicies
{
    private static readonly string[] Everybody = ["gateway", "silo", "migrate"];

    /// <summary>What pods of the cluster may call.</summary>
    private static readonly HashSet<string> Out =
    [
        .. Dns(Everybody),
        .. from own in Everybody
           from network in new[] { "*/postgresql", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" }
           select $"{own} → {network}:5432/TCP",
        "gateway → silo:30000/TCP", "silo → silo:11111/TCP",
        "gateway → internet:443/TCP", "silo → internet:443/TCP", "silo → internet:587/TCP",
    ];

    /// <summary>Who may call them.</summary>
    private static readonly HashSet<string> In =
    [
        "ingress-controller/haproxy-ingress → gateway:8080/TCP", "monitoring/prometheus → gateway:8080/TCP", "monitoring/prometheus → silo:8080/TCP",
        "gateway → silo:30000/TCP", "silo → silo:11111/TCP",
    ];

    public static IReadOnlyList<Policy> All { get; } =
    [
        new("nothing may talk unless it is said", overlay => overlay.All<V1NetworkPolicy>().Any(policy =>
            policy.Spec is { PodSelector: { MatchLabels: null or { Count: 0 }, MatchExpressions: null or [] }, PolicyTypes: var types } && types.Contains("Ingress") && types.Contains("Egress")
            && (policy.Spec.Ingress ?? []).Count == 0 && (policy.Spec.Egress ?? []).Count == 0) ? [] : ["no policy denies everything"]),
        new("pods call exactly what they need", overlay => Difference(Flows.Out(overlay), Out), "prod"),
        new("pods are called by exactly who needs them", overlay => Difference(Flows.In(overlay), In), "prod"),
        new("the one pod calls names and the internet, and nothing calls it", overlay =>
            [.. Difference(Flows.Out(overlay), [.. Dns(["embedded"]), "embedded → internet:443/TCP"]), .. Difference(Flows.In(overlay), [])], "dev"),
        new("a way into a pod leads to a port that it has", overlay =>
            from line in Flows.In(overlay)
            let to = line[(line.IndexOf('→', StringComparison.Ordinal) + 2)..].Split(':', '/')
            from workload in overlay.Workloads
            where workload.Component == to[0] && workload.Container.Ports?.Any(port => $"{port.ContainerPort}" == to[1]) != true
            select line),
    ];

    private static IEnumerable<string> Dns(string[] components) =>
        from own in components
        from server in new[] { "kube-system/kube-dns", "169.254.20.10/32" }
        from protocol in new[] { "UDP", "TCP" }
        select $"{own} → {server}:53/{protocol}";

    private static IEnumerable<string> Difference(IReadOnlySet<string> are, HashSet<string> should) =>
        [.. are.Except(should).Select(line => $"must not be: {line}"), .. should.Except(are).Select(line => $"is missing: {line}")];
}
