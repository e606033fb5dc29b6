using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Darkroom.Drivers;
using Darkroom.Gateway;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Imaging;
using Darkroom.Manifests.Rendering;
using k8s.Models;

namespace Darkroom.Manifests;

/// <summary>What the manifests say to the programs is what the programs understand.</summary>
public sealed partial class SettingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-settings-");

    public static IEnumerable<object[]> Workloads() => new[] { "dev", "prod" }.SelectMany(overlay => Overlay.Of(overlay).Workloads.Select(workload => new object[] { overlay, workload.Name }));

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Every_variable_is_one_that_a_program_reads(string overlay, string workload)
    {
        var objects = Overlay.Of(overlay);
        objects.Environment(objects.Workload(workload).Container).Keys.Where(name => !IsRead(name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DARKROOM_DRIAN")]
    [InlineData("DARKROOM_DRAIN_FILE")]
    [InlineData("DARKROOM_Gateway__MetricToken")]
    [InlineData("DARKROOM_Imaging__Childs")]
    [InlineData("DATABASE")]
    public void One_that_nobody_reads_is_noticed(string name) => IsRead(name).ShouldBeFalse();

    [Theory]
    [InlineData("gateway")]
    [InlineData("silo-cpu")]
    [InlineData("silo-gpu")]
    public void The_programs_can_use_the_values(string workload) => Problems(Overlay.Of("prod"), workload).ShouldBeEmpty();

    [Theory]
    [InlineData("gateway", "DARKROOM_URLS", "http//*:8080")]
    [InlineData("gateway", "DARKROOM_TLS", "requird")]
    [InlineData("gateway", "DARKROOM_DATABASE_FILE", "/etc/darkroom/database/keys-database")]
    [InlineData("gateway", "DARKROOM_OPERATOR_KEY_FILE", "/etc/darkroom/operator/operator-key")]
    [InlineData("gateway", "DARKROOM_TLS_AUTHORITY", "/etc/darkroom/identity/authority.crt")]
    [InlineData("silo-gpu", "DARKROOM_DRAIN", "two minutes")]
    [InlineData("silo-cpu", "DARKROOM_S3", "s3.example.org")]
    [InlineData("silo-cpu", "DARKROOM_GATEWAY_PORT", "11111")]
    public void A_value_of_no_use_is_noticed(string workload, string name, string value)
    {
        var overlay = Overlay.Load("prod");
        overlay.Workload(workload).Set(name, value);
        Problems(overlay, workload).ShouldNotBeEmpty();
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Has the programs' own readers read a workload's environment, with files in place of its Secrets.</summary>
    private IReadOnlyList<string> Problems(Overlay overlay, string name)
    {
        var workload = overlay.Workload(name);
        foreach (var volume in workload.Pod.Volumes.Where(volume => volume.Secret is not null))
            Fill(volume, workload.Container.VolumeMounts.Single(mount => mount.Name == volume.Name).MountPath);
        var settings = new SettingsReader([.. from setting in overlay.Environment(workload.Container)
                                              where setting.Key.StartsWith(SettingsReader.Prefix, StringComparison.Ordinal)
                                              let value = setting.Value ?? (setting.Key == "DARKROOM_SILO_ADDRESS" ? "10.1.2.3" : "a-secret")
                                              select $"--{setting.Key[SettingsReader.Prefix.Length..].Replace("__", ":", StringComparison.Ordinal)}={Here(value)}"]);
        ProcessOptions.Read(settings, linger: 5);
        ClusterSettings.Read(settings);
        BucketSettings.ReadForCluster(settings);
        if (workload.Component == "gateway" && OperatorSettings.Read(settings) is null)
            settings.Refuse("OPERATOR_KEY", "lets nobody in.");
        if (workload.Component == "silo")
        {
            SiloEndpoints.Read(settings);
            ClusterSettings.ReadDatabase(settings, "KEYS_DATABASE", isTlsRequired: true);
        }

        return settings.Problems;
    }

    // A path in the container, as one in our folder.
    private string Here(string value) => value.StartsWith("/etc/darkroom/", StringComparison.Ordinal) ? folder.FullName + value : value;

    private void Fill(V1Volume volume, string mount)
    {
        Directory.CreateDirectory(Here(mount));
        foreach (var (file, text) in volume.Secret.SecretName switch
        {
            "database-gateway" => [("database", Connection("darkroom"))],
            "database-silo" => [("database", Connection("darkroom")), ("keys-database", Connection("keys"))],
            "database-authority" => [("ca.crt", Certificate().ExportCertificatePem())],
            "master-key" => [("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))],
            "books-key" => [("key.pem", ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem())],
            "operator-key" => [("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))],
            "gateway-identity" or "silo-identity" => Identity(),
            var other => throw new NotSupportedException(other),
        })
        {
            File.WriteAllText(Path.Combine(Here(mount), file), text);
        }
    }

    private static (string, string)[] Identity()
    {
        var certificate = Certificate();
        return [("tls.crt", certificate.ExportCertificatePem()), ("tls.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()), ("ca.crt", certificate.ExportCertificatePem())];
    }

    private static X509Certificate2 Certificate() =>
        new CertificateRequest("CN=darkroom", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    // As the README says that it should be.
    private static string Connection(string database) =>
        $"Host=db.example.org;Database={database};Username=darkroom;Password=x;SSL Mode=VerifyFull;Root Certificate=/etc/darkroom/database-authority/ca.crt";

    private static bool IsRead(string name)
    {
        if (name == "DOTNET_EnableDiagnostics")
            return true;
        if (!name.StartsWith(SettingsReader.Prefix, StringComparison.Ordinal))
            return false;
        var parts = name[SettingsReader.Prefix.Length..].Split("__");
        return parts switch
        {
            ["Gateway", var property, ..] => typeof(GatewayOptions).GetProperty(property) is not null,
            ["Imaging", var property] => typeof(ImagingOptions).GetProperty(property) is not null,
            [var setting] when setting.StartsWith("CONTACT_", StringComparison.Ordinal) => true,
            [var setting] => Names.Value.Contains(setting) || (setting.EndsWith("_FILE", StringComparison.Ordinal) && Secrets.Value.Contains(setting[..^5])),
            _ => false,
        };
    }

    // The names in the sources of the programs, in their reader's calls or in the configuration's.
    private static readonly Lazy<HashSet<string>> Names = new(() => Find(AnyName()));
    private static readonly Lazy<HashSet<string>> Secrets = new(() => Find(SecretName()));

    private static HashSet<string> Find(Regex pattern) =>
    [
        .. new[] { "silo", "client" }.SelectMany(part => Directory.GetFiles(Path.Combine(Repository.Root, part), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => pattern.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)),
    ];

    [GeneratedRegex("\"([A-Z][A-Z0-9_]+)\"")]
    private static partial Regex AnyName();

    [GeneratedRegex("(?:Secret|ReadDatabase)\\((?:settings, )?\"([A-Z][A-Z0-9_]+)\"")]
    private static partial Regex SecretName();
}
