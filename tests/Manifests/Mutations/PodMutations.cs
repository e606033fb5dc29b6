using k8s.Models;
using static Darkroom.Manifests.Mutations.Mutation;

namespace Darkroom.Manifests.Mutations;

/// <summary>Mistakes in what a pod may do and take.</summary>
internal static class PodMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        In<V1Namespace>("the namespace admits restricted pods only", "baseline", "darkroom", space => space.Metadata.Labels["pod-security.kubernetes.io/enforce"] = "baseline"),
        In<V1Service>("everything is in the overlay's namespace", "default", "gateway", service => service.Metadata.NamespaceProperty = "default"),
        InPod("pods run as a user that is not root", "root is possible", "silo-gpu", pod => pod.SecurityContext.RunAsNonRoot = null),
        InPod("pods run as a user that is not root", "user 0", "migrate", pod => pod.SecurityContext.RunAsUser = 0),
        InContainer("pods run as a user that is not root", "a container is root", "gateway", container => container.SecurityContext.RunAsUser = 0),
        InPod("system calls are filtered", "unconfined", "silo-cpu", pod => pod.SecurityContext.SeccompProfile.Type = "Unconfined"),
        InContainer("system calls are filtered", "a container of its own mind", "silo-cpu", container => container.SecurityContext.SeccompProfile = new V1SeccompProfile { Type = "Unconfined" }),
        InContainer("no privileges are gained", "escalation", "embedded", container => container.SecurityContext.AllowPrivilegeEscalation = null, "dev"),
        InContainer("no privileges are gained", "privileged", "silo-gpu", container => container.SecurityContext.Privileged = true),
        InContainer("all capabilities are dropped", "some", "gateway", container => container.SecurityContext.Capabilities.Drop = ["NET_RAW"]),
        InContainer("all capabilities are dropped", "one back", "gateway", container => container.SecurityContext.Capabilities.Add = ["SYS_PTRACE"]),
        InContainer("the root file system is read-only", "writable", "migrate", container => container.SecurityContext.ReadOnlyRootFilesystem = false),
        InPod("the root file system is read-only", "an initial container", "silo-cpu", pod => pod.InitContainers = [new V1Container { Name = "wait", Image = "busybox:1.37" }]),
        InPod("nothing of the node is shared", "the network", "gateway", pod => pod.HostNetwork = true),
        InPod("nothing of the node is shared", "a folder", "silo-gpu", pod => pod.Volumes.Add(new V1Volume { Name = "node", HostPath = new V1HostPathVolumeSource { Path = "/" } })),
        InPod("what is written lies in memory, within a limit", "on the node's disk", "silo-cpu", pod => pod.Volumes.Single(volume => volume.EmptyDir is not null).EmptyDir.Medium = ""),
        InPod("what is written lies in memory, within a limit", "without a limit", "silo-cpu", pod => pod.Volumes.Single(volume => volume.EmptyDir is not null).EmptyDir.SizeLimit = null),
        InPod("a disk is there for the embedded process only", "a claim", "silo-cpu", pod => pod.Volumes.Add(new V1Volume { Name = "disk", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "x" } })),
        InPod("no token of Kubernetes' API is mounted", "mounted", "silo-cpu", pod => pod.AutomountServiceAccountToken = true),
        InPod("no token of Kubernetes' API is mounted", "the default account", "silo-cpu", pod => pod.ServiceAccountName = null),
        In<V1ServiceAccount>("no token of Kubernetes' API is mounted", "by the account", "gateway", account => account.AutomountServiceAccountToken = null),
        InContainer("images have a version", "latest", "gateway", container => container.Image = "registry.example.org/darkroom/gateway:latest"),
        InContainer("images have a version", "none", "gateway", container => container.Image = "registry.example.org:5000/darkroom/gateway"),
        InContainer("no CPU limit", "one", "gateway", container => container.Resources.Limits["cpu"] = new ResourceQuantity("2")),
        InContainer("processor and memory are requested", "no processor", "migrate", container => container.Resources.Requests.Remove("cpu")),
        InContainer("memory is requested up to its limit", "less", "silo-cpu", container => container.Resources.Requests["memory"] = new ResourceQuantity("1Gi")),
        InContainer("memory is requested up to its limit", "no limit", "silo-cpu", container => container.Resources.Limits.Remove("memory")),
        new("imaging is told its size, and the memory holds it", "more children", objects => objects.Workload("silo-cpu").Set("DARKROOM_Imaging__Children", "8")),
        InContainer("imaging is told its size, and the memory holds it", "untold", "embedded", container => container.Env = [.. container.Env.Where(item => !item.Name.Contains("Imaging", StringComparison.Ordinal))], "dev"),
        In<V1Job>("a job ends", "never", "migrate", job => job.Spec.ActiveDeadlineSeconds = null),
        InContainer("a start is watched", "not", "silo-gpu", container => container.StartupProbe = null),
        InContainer("life is watched, without what it depends on", "with it", "gateway", container => container.LivenessProbe.HttpGet.Path = "/health/ready"),
        InContainer("life is watched, without what it depends on", "another port", "silo-cpu", container => container.LivenessProbe.HttpGet.Port = 11111),
        InContainer("readiness is watched", "life instead", "gateway", container => container.ReadinessProbe.HttpGet.Path = "/health/live"),
        InContainer("readiness is watched", "a port that is none", "embedded", container => container.ReadinessProbe.HttpGet.Port = "web", "dev"),
        InContainer("a slow start is no death", "ten seconds", "silo-cpu", container => container.StartupProbe.FailureThreshold = 5),
        InPod("work has 120 s to end, and the process 150 s to stop", "the default", "silo-cpu", pod => pod.TerminationGracePeriodSeconds = null),
        new("work has 120 s to end, and the process 150 s to stop", "a longer drain", objects => objects.Workload("gateway").Set("DARKROOM_DRAIN", "150")),
    ];
}
