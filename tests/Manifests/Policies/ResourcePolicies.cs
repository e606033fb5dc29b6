using System.Globalization;
using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>What a pod may take, and that it fits together.</summary>
internal static class ResourcePolicies
{
    private const decimal ForTheProgram = 1.5m * (1L << 30);

    public static IReadOnlyList<Policy> All { get; } =
    [
        Policy.OfContainers("no CPU limit", (container, _) => container.Resources?.Limits?.ContainsKey("cpu") != true),
        Policy.OfContainers("processor and memory are requested", (container, _) =>
            container.Resources?.Requests is { } requests && requests.ContainsKey("cpu") && requests.ContainsKey("memory")),
        Policy.OfContainers("memory is requested up to its limit", (container, _) =>
            container.Resources?.Limits.At("memory")?.ToDecimal() is { } limit
            && limit == container.Resources.Requests.At("memory")?.ToDecimal()),
        // Without a CPU limit a program counts the cores of the node: on a large one the defaults would not fit into the memory.
        Policy.OfWorkloads("imaging is told its size, and the memory holds it", (workload, overlay) =>
        {
            if (workload.Component is not ("silo" or "embedded"))
                return null;
            var environment = overlay.Environment(workload.Container);
            decimal? Number(string name) => decimal.TryParse(environment.GetValueOrDefault($"DARKROOM_Imaging__{name}"), CultureInfo.InvariantCulture, out var number) ? number : null;
            if (Number("Children") is not { } children || Number("Threads") is null || Number("MemoryBytes") is not { } each)
                return "says nothing about children, threads or memory";
            var scratch = workload.Pod.Volumes.Where(volume => volume.EmptyDir is not null).Sum(volume => volume.EmptyDir.SizeLimit.ToDecimal());
            var needed = (children * each) + scratch + ForTheProgram;
            return workload.Container.Resources.Limits["memory"].ToDecimal() >= needed ? null : $"needs {needed} bytes";
        }),
        new("a job ends", overlay => overlay.All<V1Job>()
            .Where(job => job.Spec is not { BackoffLimit: > 0, ActiveDeadlineSeconds: > 0, TtlSecondsAfterFinished: > 0 }).Select(job => job.Name())),
    ];
}
