using Darkroom.Gateway;
using Darkroom.Retention;
using Darkroom.Silo.Work;
using Darkroom.Storage;
using Darkroom.Wallets;

namespace Darkroom.Silo.Hosting;

/// <summary>
/// Puts the process together: silo, worker and gateway in one, over SQLite and the local disk. A line per capability;
/// what each needs is said where it lives.
/// </summary>
public static class DarkroomHost
{
    /// <summary>Builds and runs the application until it is told to stop.</summary>
    /// <returns>The exit code: 0 after an orderly stop, 1 when a setting kept it from starting (the reason is on standard error).</returns>
    public static async Task<int> Run(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception error) when (StartFailure.Explain(error) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Darkroom cannot start: {reason}");
            return 1;
        }
    }

    /// <summary>Builds the application without starting it.</summary>
    /// <param name="args">The command line: <c>--URLS http://…</c> and so on, over the environment.</param>
    /// <param name="configure">For tests: replaces services before the container is built.</param>
    /// <exception cref="InvalidOperationException">A setting is unusable; the text names it.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The content root is the program's own folder: appsettings.json lies beside it, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("DARKROOM_").AddCommandLine(args);
        var options = HostOptions.Read(builder.Configuration);
        // Before anything else makes it: what is in there is nobody else's business.
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(options.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        builder.WebHost.UseUrls(options.Urls);
        builder.AddDarkroomLogging(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(RandomSource.System);
        builder.Services.AddSingleton<Telemetry.DarkroomMetrics>();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = options.Drain + TimeSpan.FromSeconds(5));

        builder.Services.AddDarkroomStorage(new StorageOptions { DataFolder = options.Data });
        builder.AddPictureVault(options);
        builder.AddEmbeddedCluster(options);
        builder.AddAccounts(options);
        builder.Services.AddRetention();
        builder.Services.AddWallets();
        builder.AddImaging(options);
        builder.Services.AddImageWork(new WorkOptions { Drain = options.Drain, AllowPrivateCallbacks = builder.IsEmbedded() });
        builder.Services.AddGateway(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        builder.Services.AddHostedService<ReadyLine>();
        configure?.Invoke(builder);
        return builder.Build().MapGateway();
    }

    internal static bool IsEmbedded(this WebApplicationBuilder builder) =>
        builder.Configuration.GetValue<bool>($"{GatewayOptions.Section}:{nameof(GatewayOptions.Embedded)}");
}
