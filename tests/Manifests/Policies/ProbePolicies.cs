using System.Globalization;
using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>How a process is watched, and how it is stopped.</summary>
internal static class ProbePolicies
{
    // What a process takes besides the drain: 5 s not ready but answering, 20 s to leave the cluster.
    private const int AroundTheDrain = 25;

    public static IReadOnlyList<Policy> All { get; } =
    [
        Probes("a start is watched", container => container.StartupProbe, "/health/live"),
        Probes("life is watched, without what it depends on", container => container.LivenessProbe, "/health/live"),
        Probes("readiness is watched", container => container.ReadinessProbe, "/health/ready"),
        Policy.OfWorkloads("a slow start is no death", (workload, _) => workload.Deployment is null
            || workload.Container.StartupProbe is { PeriodSeconds: { } period, FailureThreshold: { } times } && period * times >= 120 ? null : "is given less than two minutes"),
        Policy.OfWorkloads("work has 120 s to end, and the process 150 s to stop", (workload, overlay) => workload.Deployment is null
            || workload.Pod.TerminationGracePeriodSeconds == 150
            && int.TryParse(overlay.Environment(workload.Container).GetValueOrDefault("DARKROOM_DRAIN"), CultureInfo.InvariantCulture, out var drain)
            && drain == 120 && drain + AroundTheDrain <= 150 ? null : "drain and grace do not fit"),
    ];

    private static Policy Probes(string name, Func<V1Container, V1Probe?> probe, string path) => Policy.OfWorkloads(name, (workload, overlay) =>
        workload.Deployment is null || probe(workload.Container)?.HttpGet is { } get && get.Path == path && get.Scheme is null or "HTTP"
            && PortOf(workload.Container, get.Port) == ListensOn(workload, overlay) ? null : $"must be asked at {path}");

    /// <summary>The number of a container's port, given by number or name.</summary>
    internal static int? PortOf(V1Container container, IntOrString port) => int.TryParse(port.ToString(), CultureInfo.InvariantCulture, out var number)
        ? number : (container.Ports ?? []).FirstOrDefault(item => item.Name == port.ToString())?.ContainerPort;

    private static int? ListensOn(Workload workload, Overlay overlay) =>
        Uri.TryCreate(overlay.Environment(workload.Container).GetValueOrDefault("DARKROOM_URLS")?.Replace("*", "any", StringComparison.Ordinal), UriKind.Absolute, out var url) ? url.Port : null;
}
