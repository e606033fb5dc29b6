using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests.Policies;

/// <summary>Secrets come by reference only, and only to those who need them.</summary>
internal static class SecretPolicies
{
    private static readonly string[] Settings =
        ["DATABASE", "KEYS_DATABASE", "MASTER_KEY", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_USER", "SMTP_PASSWORD", "OPERATOR_KEY", "Gateway__MetricsToken"];

    /// <summary>Who is given which Secret of the cluster.</summary>
    private static readonly Dictionary<string, string[]> Given = new(StringComparer.Ordinal)
    {
        ["embedded"] = [],
        ["gateway"] = ["database-authority", "database-gateway", "gateway-identity", "metrics", "object-store", "operator-key"],
        ["silo"] = ["books-key", "database-authority", "database-silo", "mail-server", "master-key", "metrics", "object-store", "silo-identity"],
        ["migrate"] = ["database-authority", "database-migrate"],
    };

    public static IReadOnlyList<Policy> All { get; } =
    [
        new("no Secret is part of it", overlay => overlay.All<V1Secret>().Select(secret => secret.Name())),
        Policy.OfWorkloads("no secret stands in the environment", (workload, overlay) =>
            overlay.Environment(workload.Container).Where(setting => setting.Value is not null)
                .Select(setting => setting.Key).Intersect(Settings.Select(name => $"DARKROOM_{name}"), StringComparer.OrdinalIgnoreCase).FirstOrDefault()),
        new("no configuration holds a password or a key", overlay =>
            from map in overlay.All<V1ConfigMap>()
            from setting in map.Data
            where new[] { "password=", "pwd=", "-----BEGIN" }.Any(sign => setting.Value.Contains(sign, StringComparison.OrdinalIgnoreCase))
                || Settings.Contains(setting.Key.Replace("DARKROOM_", "", StringComparison.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase)
                || Uri.TryCreate(setting.Value, UriKind.Absolute, out var url) && url.UserInfo.Length > 0
            select $"{map.Name()}: {setting.Key}"),
        Policy.OfWorkloads("files of secrets lie in mounted Secrets", (workload, overlay) =>
            overlay.Environment(workload.Container)
                .Where(setting => setting.Key.EndsWith("_FILE", StringComparison.Ordinal) || setting.Key is "DARKROOM_TLS_KEY" or "DARKROOM_TLS_CERTIFICATE" or "DARKROOM_TLS_AUTHORITY")
                .Where(setting => SecretAt(workload, setting.Value ?? "") is null).Select(setting => setting.Key).FirstOrDefault()),
        Policy.OfWorkloads("Secrets are mounted for reading, by the pod's group only", (workload, _) =>
            workload.Pod.Volumes.Where(volume => volume.Secret is not null).All(volume => volume.Secret.DefaultMode is 0x120 or 0x100
                && workload.Container.VolumeMounts.Single(mount => mount.Name == volume.Name).ReadOnlyProperty == true) ? null : "a mounted Secret is open to others or writable"),
        Policy.OfWorkloads("everybody is given what they need and nothing else", (workload, _) =>
            Names(workload).Order(StringComparer.Ordinal).SequenceEqual(Given.GetValueOrDefault(workload.Component, [])) ? null : $"has {string.Join(", ", Names(workload))}"),
    ];

    private static IEnumerable<string> Names(Workload workload) =>
    [
        .. (workload.Pod.Volumes ?? []).Where(volume => volume.Secret is not null).Select(volume => volume.Secret.SecretName)
            .Concat(workload.Containers.SelectMany(container => container.Env ?? []).Where(item => item.ValueFrom?.SecretKeyRef is not null).Select(item => item.ValueFrom.SecretKeyRef.Name))
            .Concat(workload.Containers.SelectMany(container => container.EnvFrom ?? []).Where(from => from.SecretRef is not null).Select(from => from.SecretRef.Name))
            .Distinct(),
    ];

    // The Secret that is mounted over the folder of a file.
    private static string? SecretAt(Workload workload, string path) =>
        workload.Container.VolumeMounts.FirstOrDefault(mount => mount.MountPath == Path.GetDirectoryName(path)) is { } mount
            ? workload.Pod.Volumes.Single(volume => volume.Name == mount.Name).Secret?.SecretName : null;
}
