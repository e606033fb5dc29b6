using Darkroom.Manifests.Rendering;

namespace Darkroom.Manifests.Policies;

/// <summary>One rule over an overlay.</summary>
/// <param name="Name">What it says, in a few words.</param>
/// <param name="Violations">What breaks it, a line each; none when it holds.</param>
/// <param name="OnlyIn">The overlay that it is about; null for every one.</param>
internal sealed record Policy(string Name, Func<Overlay, IEnumerable<string>> Violations, string? OnlyIn = null)
{
    /// <summary>A rule over each workload: what breaks it there, or null.</summary>
    public static Policy OfWorkloads(string name, Func<Workload, Overlay, string?> violation, string? onlyIn = null) => new(name,
        overlay => from workload in overlay.Workloads
                   let problem = violation(workload, overlay)
                   where problem is not null
                   select $"{workload.Name}: {problem}",
        onlyIn);

    /// <summary>A rule over each container: whether it holds.</summary>
    public static Policy OfContainers(string name, Func<k8s.Models.V1Container, Workload, bool> holds) => new(name,
        overlay => from workload in overlay.Workloads
                   from container in workload.Containers
                   where !holds(container, workload)
                   select $"{workload.Name}/{container.Name}");

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<Policy> All { get; } =
    [
        .. PodPolicies.All, .. ResourcePolicies.All, .. ProbePolicies.All, .. SecretPolicies.All, .. SettingPolicies.All,
        .. AvailabilityPolicies.All, .. GpuPolicies.All, .. NetworkPolicies.All, .. IngressPolicies.All,
    ];
}
