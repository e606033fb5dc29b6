using k8s.Models;
using static Darkroom.Manifests.Mutations.Mutation;

namespace Darkroom.Manifests.Mutations;

/// <summary>Mistakes in how many there are, where, and how they come and go.</summary>
internal static class ClusterMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        In<V1Deployment>("selectors find their own pods", "all silos", "silo-cpu", silo => silo.Spec.Selector.MatchLabels.Remove("darkroom/lane")),
        In<V1Deployment>("there is more than one of each", "one", "silo-gpu", silo => silo.Spec.Replicas = 1),
        In<V2HorizontalPodAutoscaler>("there is more than one of each", "scaled to one", "gateway", scaler => scaler.Spec.MinReplicas = 1),
        In<V1Deployment>("either a number or an autoscaler says how many", "both", "gateway", gateway => gateway.Spec.Replicas = 3),
        In<V1Deployment>("a release takes no capacity and goes one by one", "a quarter at a time", "silo-cpu", silo => silo.Spec.Strategy = null),
        In<V1Deployment>("a release takes no capacity and goes one by one", "one away", "silo-gpu", silo => silo.Spec.Strategy.RollingUpdate.MaxUnavailable = 1),
        In<V1Deployment>("a release takes no capacity and goes one by one", "at once", "silo-cpu", silo => silo.Spec.MinReadySeconds = null),
        In<V1PodDisruptionBudget>("a drain of nodes leaves most of each cluster", "three away", "silo", budget => budget.Spec.MaxUnavailable = 3),
        In<V1PodDisruptionBudget>("a drain of nodes leaves most of each cluster", "a drain never ends", "gateway", budget => budget.Spec.MaxUnavailable = 0),
        Without<V1PodDisruptionBudget>("exactly one budget covers each", "silo"),
        In<V1PodDisruptionBudget>("exactly one budget covers each", "one for all", "gateway", budget => budget.Spec.Selector.MatchLabels.Remove("app.kubernetes.io/component")),
        InPod("pods are spread over kubernetes.io/hostname", "not", "silo-gpu", pod => pod.TopologySpreadConstraints.RemoveAt(0)),
        InPod("pods are spread over kubernetes.io/hostname", "over others' pods", "gateway", pod => pod.TopologySpreadConstraints[0].LabelSelector.MatchLabels["app.kubernetes.io/component"] = "silo"),
        InPod("pods are spread over topology.kubernetes.io/zone", "not", "gateway", pod => pod.TopologySpreadConstraints.RemoveAt(1)),
        In<V1Deployment>("one process owns the volume", "two", "embedded", embedded => embedded.Spec.Replicas = 2, "dev"),
        In<V1Deployment>("one process owns the volume", "the new before the old has gone", "embedded", embedded => embedded.Spec.Strategy = null, "dev"),
        In<V1Service>("services lead to a port of their pods", "to silos", "gateway", service => service.Spec.Selector["app.kubernetes.io/component"] = "silo"),
        In<V1Service>("services lead to a port of their pods", "to a port that is none", "embedded", service => service.Spec.Ports[0].TargetPort = 80, "dev"),
        InContainer("a GPU silo has a GPU", "none", "silo-gpu", container => container.Resources.Limits.Remove("nvidia.com/gpu")),
        InContainer("a GPU silo has a GPU", "a gateway has one", "gateway", container => container.Resources.Limits["nvidia.com/gpu"] = new ResourceQuantity("1")),
        InPod("a GPU silo goes to GPU nodes", "anywhere", "silo-gpu", pod => pod.Affinity = null),
        InPod("a GPU silo is let onto GPU nodes", "kept off", "silo-gpu", pod => pod.Tolerations = []),
        InPod("a GPU silo is let onto GPU nodes", "so is a CPU silo", "silo-cpu", pod => pod.Tolerations = [new V1Toleration { Key = "nvidia.com/gpu", OperatorProperty = "Exists", Effect = "NoSchedule" }]),
        InContainer("a GPU silo has CUDA in its image", "the other image", "silo-gpu", container => container.Image = "registry.example.org/darkroom/silo:1.0.0"),
    ];
}
