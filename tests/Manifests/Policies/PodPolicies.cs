using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>
/// What a pod may do to its node and its neighbours: nothing. The rules of the `restricted` Pod Security Standard and some of our own
/// (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
/// </summary>
internal static class PodPolicies
{
    public static IReadOnlyList<Policy> All { get; } =
    [
        new("the namespace admits restricted pods only", overlay => overlay.All<V1Namespace>().ToList() is [var space]
            ? new[] { "enforce", "audit", "warn" }.Where(mode => space.Labels().At($"pod-security.kubernetes.io/{mode}") != "restricted")
            : ["there must be one namespace"]),
        new("everything is in the overlay's namespace", overlay => overlay.Objects.Cast<k8s.IKubernetesObject<V1ObjectMeta>>()
            .Where(item => item is not V1Namespace && item.Namespace() != overlay.All<V1Namespace>().Single().Name()).Select(item => item.Name())),
        Policy.OfWorkloads("pods run as a user that is not root", (workload, _) =>
            workload.Pod.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, RunAsGroup: > 0 }
            && workload.Containers.All(container => container.SecurityContext is { RunAsNonRoot: not false, RunAsUser: null or > 0 }) ? null : "may be root"),
        Policy.OfWorkloads("system calls are filtered", (workload, _) => workload.Pod.SecurityContext?.SeccompProfile?.Type == "RuntimeDefault"
            && workload.Containers.All(container => container.SecurityContext?.SeccompProfile is null) ? null : "no RuntimeDefault seccomp profile"),
        Policy.OfContainers("no privileges are gained", (container, _) =>
            container.SecurityContext is { AllowPrivilegeEscalation: false, Privileged: not true }),
        Policy.OfContainers("all capabilities are dropped", (container, _) =>
            container.SecurityContext?.Capabilities is { Drop: ["ALL"] } capabilities && (capabilities.Add ?? []).Count == 0),
        Policy.OfContainers("the root file system is read-only", (container, _) => container.SecurityContext?.ReadOnlyRootFilesystem == true),
        Policy.OfWorkloads("nothing of the node is shared", (workload, _) =>
            workload.Pod is { HostNetwork: not true, HostPID: not true, HostIPC: not true }
            && (workload.Pod.Volumes ?? []).All(volume => volume.HostPath is null)
            && workload.Containers.SelectMany(container => container.Ports ?? []).All(port => port.HostPort is null) ? null : "shares the node's"),
        Policy.OfWorkloads("what is written lies in memory, within a limit", (workload, _) =>
            workload.Containers.All(container => container.VolumeMounts?.Any(mount => mount.MountPath == "/tmp") == true)
            && (workload.Pod.Volumes ?? []).All(volume => volume.EmptyDir is null or { Medium: "Memory", SizeLimit: not null }) ? null : "/tmp is not memory with a limit"),
        Policy.OfWorkloads("a disk is there for the embedded process only", (workload, _) =>
            workload.Component == "embedded" || (workload.Pod.Volumes ?? []).All(volume => volume.PersistentVolumeClaim is null && volume.Ephemeral is null)
                ? null : "mounts a disk"),
        Policy.OfWorkloads("no token of Kubernetes' API is mounted", (workload, overlay) =>
            workload.Pod.AutomountServiceAccountToken == false
            && overlay.All<V1ServiceAccount>().Any(account => account.Name() == workload.Pod.ServiceAccountName && account.AutomountServiceAccountToken == false)
                ? null : "needs a service account of its own without a token"),
        Policy.OfContainers("images have a version", (container, _) => HasVersion(container.Image)),
    ];

    private static bool HasVersion(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        return name.Contains('@', StringComparison.Ordinal)
            ? image.Contains("@sha256:", StringComparison.Ordinal)
            : name.Split(':') is [_, var tag] && tag.Any(char.IsAsciiDigit) && tag != "latest";
    }
}
