using Darkroom.Manifests.Rendering;
using k8s.Models;
using static Darkroom.Manifests.Mutations.Mutation;

namespace Darkroom.Manifests.Mutations;

/// <summary>Mistakes with secrets and settings.</summary>
internal static class SecretMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("no Secret is part of it", "one", objects => objects.Objects.Add(new V1Secret { Metadata = new V1ObjectMeta { Name = "master-key" }, StringData = new Dictionary<string, string> { ["key"] = "x" } })),
        new("no secret stands in the environment", "a master key", objects => objects.Workload("silo-cpu").Set("DARKROOM_MASTER_KEY", "AAAA")),
        new("no secret stands in the environment", "the operator's key", objects => objects.Workload("gateway").Set("DARKROOM_OPERATOR_KEY", "AAAA")),
        new("no secret stands in the environment", "a connection", objects => Settings(objects)["DARKROOM_DATABASE"] = "Host=db;Password=x"),
        new("no configuration holds a password or a key", "a password", objects => Settings(objects)["DARKROOM_OTHER"] = "Host=db;Password=x"),
        new("no configuration holds a password or a key", "in an address", objects => Settings(objects)["DARKROOM_S3"] = "https://user:pass@s3.example.org"),
        new("files of secrets lie in mounted Secrets", "elsewhere", objects => objects.Workload("silo-gpu").Set("DARKROOM_MASTER_KEY_FILE", "/etc/key")),
        new("files of secrets lie in mounted Secrets", "the proof", objects => objects.Workload("gateway").Set("DARKROOM_TLS_KEY", "/tmp/tls.key")),
        InPod("Secrets are mounted for reading, by the pod's group only", "by all", "migrate", pod => pod.Volumes.First(volume => volume.Secret is not null).Secret.DefaultMode = 0x1A4),
        InContainer("Secrets are mounted for reading, by the pod's group only", "writable", "silo-cpu", container => container.VolumeMounts.Single(mount => mount.Name == "master-key").ReadOnlyProperty = null),
        InPod("everybody is given what they need and nothing else", "a gateway with the master key", "gateway",
            pod => pod.Volumes.Add(new V1Volume { Name = "master-key", Secret = new V1SecretVolumeSource { SecretName = "master-key" } })),
        InPod("everybody is given what they need and nothing else", "a silo with the operator's key", "silo-cpu",
            pod => pod.Volumes.Add(new V1Volume { Name = "operator", Secret = new V1SecretVolumeSource { SecretName = "operator-key" } })),
        InContainer("everybody is given what they need and nothing else", "a whole Secret", "migrate", container => container.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "object-store" } }]),
        InContainer("each program runs as what it is for", "embedded", "silo-cpu", container => container.Args = []),
        InContainer("each program runs as what it is for", "a shell", "gateway", container => container.Command = ["sh", "-c", "dotnet"]),
        new("a silo is known by its pod's address", "a literal", objects => objects.Workload("silo-cpu").Set("DARKROOM_SILO_ADDRESS", "10.0.0.1")),
        new("a silo's ports are those that are open to it", "another", objects => objects.Workload("silo-gpu").Set("DARKROOM_GATEWAY_PORT", "30001")),
        new("a silo serves the lane of its name", "both", objects => objects.Workload("silo-gpu").Set("DARKROOM_LANES", "cpu,gpu")),
        new("silos and gateways prove themselves, and insist on it", "optional", objects => Settings(objects)["DARKROOM_TLS"] = "optional"),
        InContainer("silos and gateways prove themselves, and insist on it", "no authority", "gateway", container => container.Env = [.. container.Env.Where(item => item.Name != "DARKROOM_TLS_AUTHORITY")]),
        new("pictures travel to the store encrypted", "http", objects => Settings(objects)["DARKROOM_S3"] = "http://s3.example.org"),
        new("logs are for machines", "text", objects => Settings(objects)["DARKROOM_LOG"] = "text"),
        new("all are of one cluster", "a silo of another", objects => objects.Workload("silo-gpu").Set("DARKROOM_CLUSTER", "other")),
        new("a setting is said once", "twice", objects => objects.Workload("silo-cpu").Set("DARKROOM_TLS", "required")),
    ];

    private static IDictionary<string, string> Settings(Overlay overlay) => overlay.All<V1ConfigMap>().Single(map => map.Data.ContainsKey("DARKROOM_CLUSTER")).Data;
}
