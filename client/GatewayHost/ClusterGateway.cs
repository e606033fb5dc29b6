using Darkroom.Gateway;
using Darkroom.Gateway.Accounts;
using Darkroom.Hosting;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Objects;
using Darkroom.Vault;

namespace Darkroom.GatewayHost;

/// <summary>
/// The HTTP side as a process of its own. It reaches every row through grains; pictures it carries to and from the object store itself, each
/// under the one key that its owner's grain hands out. It has no other key, no table and no native code.
/// </summary>
internal static class ClusterGateway
{
    /// <exception cref="StartException">A setting is unusable; the text names it.</exception>
    public static (WebApplication App, SettingsReader Settings) Build(string[] args)
    {
        var settings = new SettingsReader(args);
        var process = ProcessOptions.Read(settings, linger: 5);
        var cluster = ClusterSettings.Read(settings);
        var operatorKey = OperatorSettings.Read(settings);
        var s3 = BucketSettings.ReadForCluster(settings);
        settings.ThrowIfUnusable();

        var builder = ProcessHosting.CreateBuilder(args, process);
        var isDevelopment = builder.Configuration.GetValue<bool>($"{GatewayOptions.Section}:{nameof(GatewayOptions.Embedded)}");
        builder.UseClusterClient(cluster);
        builder.Services.AddBrands(process, settings, isDevelopment);
        builder.Services.AddS3ObjectStore(s3!);
        builder.Services.AddSingleton<IPictureVault, PictureVault>();
        builder.Services.AddAccountEndpoints();
        if (operatorKey is not null)
            builder.Services.AddSingleton(operatorKey);
        builder.Services.AddGateway(builder.Configuration);
        builder.AddReadyLine(new ReadyText("Darkroom gateway", [$"cluster: {cluster.Id}", $"TLS to silos: {(cluster.Peers is null ? "no" : "mutual")}", $"finance: {(operatorKey is null ? "no" : "/finance")}"], []));
        return (builder.Build().UseRequestDrain().MapGateway(), settings);
    }
}
