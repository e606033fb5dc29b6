using Darkroom.Gateway;
using Darkroom.Gateway.Accounts;
using Darkroom.Hosting;
using Darkroom.Hosting.Settings;
using Darkroom.Retention;
using Darkroom.Silo.Work;
using Darkroom.Storage;
using Darkroom.Storage.Keys;
using Darkroom.Wallets;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// Silo, worker and gateway in one process, over SQLite and the local disk. A line per capability; what each needs is said where it lives.
/// </summary>
internal static class EmbeddedHost
{
    /// <exception cref="StartException">A setting is unusable; the text names it.</exception>
    public static (WebApplication App, SettingsReader Settings) Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var settings = new SettingsReader(args);
        var process = ProcessOptions.Read(settings, linger: 0);
        var options = SiloOptions.Read(settings);
        var ports = EmbeddedCluster.ReadPorts(settings);
        var vault = VaultOptions.Read(settings.Text, options.Data);
        var operatorKey = OperatorSettings.Read(settings);
        var s3 = BucketSettings.Read(settings);
        var booksKey = BooksHosting.Read(settings, options.Data);
        settings.ThrowIfUnusable();

        options.MakeDataFolder();
        var builder = ProcessHosting.CreateBuilder(args, process);
        var isDevelopment = builder.Configuration.GetValue<bool>($"{GatewayOptions.Section}:{nameof(GatewayOptions.Embedded)}");
        builder.Services.AddDarkroomStorage(new StorageOptions { DataFolder = options.Data });
        builder.AddPictureVault(vault, s3);
        builder.AddEmbeddedCluster(options, ports);
        var brands = builder.Services.AddBrands(process, settings, isDevelopment);
        builder.AddAccounts(options);
        builder.Services.AddRetention();
        builder.Services.AddWallets();
        builder.Services.AddBooks(brands, booksKey);
        builder.AddImaging(options);
        builder.Services.AddImageWork(new WorkOptions { Drain = process.Drain, AllowPrivateCallbacks = isDevelopment });
        builder.Services.AddAccountEndpoints();
        builder.AddOperator(operatorKey, options.Data);
        builder.Services.AddGateway(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        builder.AddReadyLine(new ReadyText("Darkroom", [$"data: {options.Data}"], ModelNotes.For(options)));
        configure?.Invoke(builder);
        return (builder.Build().UseRequestDrain().MapGateway(), settings);
    }
}
