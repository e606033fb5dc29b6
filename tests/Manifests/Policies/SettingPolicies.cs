using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>What a process is told.</summary>
internal static class SettingPolicies
{
    public static IReadOnlyList<Policy> All { get; } =
    [
        Policy.OfWorkloads("each program runs as what it is for", (workload, _) => (workload.Component, workload.Container.Args) is
            ("gateway", null or []) or ("silo", ["silo"]) or ("migrate", ["migrate"]) or ("embedded", ["embedded"])
            && workload.Container.Command is null or [] ? null : "is started as something else"),
        Policy.OfWorkloads("a silo is known by its pod's address", (workload, _) => workload.Component != "silo"
            || workload.Container.Env.SingleOrDefault(item => item.Name == "DARKROOM_SILO_ADDRESS")?.ValueFrom?.FieldRef?.FieldPath == "status.podIP" ? null : "is not"),
        Policy.OfWorkloads("a silo's ports are those that are open to it", (workload, overlay) => workload.Component != "silo"
            || (Value(workload, overlay, "SILO_PORT"), Value(workload, overlay, "GATEWAY_PORT")) == ("11111", "30000") ? null : "others"),
        Policy.OfWorkloads("a silo serves the lane of its name", (workload, overlay) => workload.Component != "silo"
            || workload.Name == $"silo-{Value(workload, overlay, "LANES")}" ? null : "another"),
        Policy.OfWorkloads("silos and gateways prove themselves, and insist on it", (workload, overlay) => workload.Component is not ("silo" or "gateway")
            || Value(workload, overlay, "TLS") == "required" && new[] { "TLS_CERTIFICATE", "TLS_KEY", "TLS_AUTHORITY" }.All(name => Value(workload, overlay, name) is not null)
                ? null : "could talk in the clear"),
        Policy.OfWorkloads("pictures travel to the store encrypted", (workload, overlay) => workload.Component is not ("silo" or "gateway")
            || Value(workload, overlay, "S3")?.StartsWith("https://", StringComparison.Ordinal) == true ? null : "no https"),
        Policy.OfWorkloads("logs are for machines", (workload, overlay) => workload.Component is "embedded" or "migrate" || Value(workload, overlay, "LOG") == "json" ? null : "no JSON"),
        Policy.OfWorkloads("all are of one cluster", (workload, overlay) => workload.Component is not ("silo" or "gateway")
            || Value(workload, overlay, "CLUSTER") == Value(overlay.Workload("gateway"), overlay, "CLUSTER") ? null : "of another", "prod"),
        Policy.OfWorkloads("a setting is said once", (workload, overlay) => workload.Container.Env.Select(item => item.Name)
            .Concat((workload.Container.EnvFrom ?? []).SelectMany(from => overlay.All<V1ConfigMap>().Single(map => map.Name() == from.ConfigMapRef.Name).Data.Keys))
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key),
    ];

    private static string? Value(Workload workload, Overlay overlay, string name) => overlay.Environment(workload.Container).GetValueOrDefault($"DARKROOM_{name}");
}
