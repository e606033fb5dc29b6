using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>GPU silos run where GPUs are; nothing else does.</summary>
internal static class GpuPolicies
{
    private const string Gpu = "nvidia.com/gpu";

    public static IReadOnlyList<Policy> All { get; } =
    [
        Gpus("a GPU silo has a GPU", workload => workload.Container.Resources.Limits.At(Gpu)?.ToDecimal() >= 1),
        Gpus("a GPU silo goes to GPU nodes", workload =>
            workload.Pod.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms is [{ MatchExpressions: var wanted }]
            && wanted.Any(item => item is { Key: $"{Gpu}.present", OperatorProperty: "In", Values: ["true"] })),
        Gpus("a GPU silo is let onto GPU nodes", workload => workload.Pod.Tolerations?.Any(item => item is { Key: Gpu, OperatorProperty: "Exists", Effect: "NoSchedule" }) == true),
        Gpus("a GPU silo has CUDA in its image", workload => workload.Container.Image.Contains("/silo-gpu:", StringComparison.Ordinal)),
    ];

    // Of the GPU silo it has to hold, of everybody else it must not.
    private static Policy Gpus(string name, Func<Workload, bool> holds) => Policy.OfWorkloads(name, (workload, overlay) =>
        holds(workload) == (overlay.Environment(workload.Container).GetValueOrDefault("DARKROOM_LANES") == "gpu") ? null : "the other way round", "prod");
}
