using Darkroom.Gateway;
using Darkroom.Hosting;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Darkroom.Retention;
using Darkroom.Silo.Work;
using Darkroom.Storage;
using Darkroom.Wallets;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// A silo of a cluster, with image workers for its lanes, over PostgreSQL and a bucket. Its HTTP listener answers probes and metrics.
/// A line per capability; what each needs is said where it lives.
/// </summary>
internal static class SiloHost
{
    /// <exception cref="StartException">A setting is unusable; the text names it.</exception>
    public static (WebApplication App, SettingsReader Settings) Build(string[] args)
    {
        var settings = new SettingsReader(args);
        var process = ProcessOptions.Read(settings, linger: 5);
        var options = SiloOptions.Read(settings);
        var cluster = ClusterSettings.Read(settings);
        var endpoints = SiloEndpoints.Read(settings);
        var data = ClusterData.Read(settings, cluster.Database.Length > 0 ? cluster.Database : null, cluster.IsTlsRequired, options.Data);
        data.RequireMasterKey(settings);
        var s3 = BucketSettings.ReadForCluster(settings);
        var booksKey = BooksHosting.ReadForCluster(settings);
        var lanes = LaneSettings.Read(settings);
        settings.ThrowIfUnusable();

        var builder = ProcessHosting.CreateBuilder(args, process);
        builder.Services.AddDarkroomStorage(data.Storage);
        builder.AddPictureVault(data.Vault, s3);
        builder.UseOrleans(silo => silo.UseCluster(cluster, endpoints).AddGrainState(data.Storage.OrleansInvariant, data.Storage.OrleansConnectionString));
        var brands = builder.Services.AddBrands(process, settings, isDevelopment: false);
        builder.AddAccounts(options);
        builder.Services.AddRetention();
        builder.Services.AddWallets();
        builder.Services.AddBooks(brands, booksKey);
        builder.AddImaging(options);
        builder.Services.AddImageWork(new WorkOptions { Drain = process.Drain, Lanes = lanes, SoleProcess = false });
        builder.Services.AddOperating(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        builder.AddReadyLine(new ReadyText(
            "Darkroom silo",
            [
                $"cluster: {cluster.Id}", $"silo: {endpoints.Address}:{endpoints.SiloPort}, for gateways {endpoints.GatewayPort}",
                $"lanes: {string.Join(", ", lanes).ToLowerInvariant()}", $"TLS between processes: {(cluster.Peers is null ? "no" : "mutual")}",
            ],
            [.. ModelNotes.For(options), .. MailNotes(options)]));
        return (builder.Build().UseRequestDrain().MapOperating(), settings);
    }

    private static string[] MailNotes(SiloOptions options) => options.Smtp is null
        ? [$"DARKROOM_SMTP is not set: mails are files in {Path.Combine(options.Data, "mail")} and reach nobody."]
        : [];
}
