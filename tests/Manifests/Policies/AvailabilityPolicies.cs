using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>That the service outlives nodes, zones and releases.</summary>
internal static class AvailabilityPolicies
{
    public static IReadOnlyList<Policy> All { get; } =
    [
        new("selectors find their own pods", overlay => overlay.All<V1Deployment>()
            .Where(deployment => overlay.Workloads.Count(workload => Labels.Match(deployment.Spec.Selector, workload.Labels)) != 1).Select(deployment => deployment.Name())),
        Policy.OfWorkloads("there is more than one of each", (workload, overlay) => workload.Deployment is null || Least(workload, overlay) >= 2 ? null : "one only", "prod"),
        Policy.OfWorkloads("either a number or an autoscaler says how many", (workload, overlay) =>
            workload.Deployment is null || Scaler(workload, overlay) is null == workload.Deployment.Spec.Replicas is not null ? null : "both or neither", "prod"),
        Policy.OfWorkloads("a release takes no capacity and goes one by one", (workload, _) => workload.Deployment is null
            || workload.Deployment.Spec is { Strategy: { Type: null or "RollingUpdate", RollingUpdate: { } rolling }, MinReadySeconds: > 0 }
            && rolling.MaxUnavailable?.ToString() == "0" && rolling.MaxSurge?.ToString() == "1" ? null : "takes some away, or several at once", "prod"),
        new("a drain of nodes leaves most of each cluster", Budgets, "prod"),
        Policy.OfWorkloads("exactly one budget covers each", (workload, overlay) => workload.Deployment is null
            || overlay.All<V1PodDisruptionBudget>().Count(budget => Labels.Match(budget.Spec.Selector, workload.Labels)) == 1 ? null : "none or several", "prod"),
        Spread("kubernetes.io/hostname", "DoNotSchedule"),
        Spread("topology.kubernetes.io/zone", "ScheduleAnyway"),
        Policy.OfWorkloads("one process owns the volume", (workload, _) =>
            workload.Deployment?.Spec is { Replicas: 1, Strategy.Type: "Recreate" } ? null : "two could have it", "dev"),
        new("services lead to a port of their pods", overlay => overlay.All<V1Service>().Where(service =>
            overlay.Workloads.Where(workload => Labels.Match(new V1LabelSelector { MatchLabels = service.Spec.Selector }, workload.Labels)).ToList() is not [var only]
            || service.Spec.Ports.Any(port => ProbePolicies.PortOf(only.Container, port.TargetPort) != 8080)).Select(service => service.Name())),
    ];

    private static Policy Spread(string over, string otherwise) => Policy.OfWorkloads($"pods are spread over {over}", (workload, _) => workload.Deployment is null
        || workload.Pod.TopologySpreadConstraints?.Any(spread => spread.TopologyKey == over && spread is { MaxSkew: 1 } && spread.WhenUnsatisfiable == otherwise
            && Labels.Match(spread.LabelSelector, workload.Labels)) == true ? null : "are not", "prod");

    private static IEnumerable<string> Budgets(Overlay overlay)
    {
        foreach (var budget in overlay.All<V1PodDisruptionBudget>())
        {
            var all = overlay.Workloads.Where(workload => workload.Deployment is not null && Labels.Match(budget.Spec.Selector, workload.Labels)).Sum(workload => Least(workload, overlay));
            if (budget.Spec is not { MinAvailable: null, MaxUnavailable: { } gone } || !int.TryParse(gone.ToString(), out var away) || away < 1 || (all - away) * 2 <= all)
                yield return $"{budget.Name()}: of {all}";
        }
    }

    private static V2HorizontalPodAutoscaler? Scaler(Workload workload, Overlay overlay) => overlay.All<V2HorizontalPodAutoscaler>()
        .SingleOrDefault(scaler => scaler.Spec.ScaleTargetRef is { Kind: "Deployment" } target && target.Name == workload.Name);

    private static int Least(Workload workload, Overlay overlay) =>
        Scaler(workload, overlay) is { } scaler ? scaler.Spec.MinReplicas ?? 1 : workload.Deployment!.Spec.Replicas ?? 1;
}
