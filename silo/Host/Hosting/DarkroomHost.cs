namespace Darkroom.Silo.Hosting;

/// <summary>
/// Puts the process together: silo, worker and gateway in one, over SQLite and the local disk. A line per capability;
/// what each needs is said where it lives.
/// </summary>
public static class DarkroomHost
{
    /// <summary>Builds the application without starting it.</summary>
    /// <param name="args">The command line: <c>--URLS http://…</c> and so on, over the environment.</param>
    /// <param name="configure">For tests: replaces services before the container is built.</param>
    /// <exception cref="InvalidOperationException">A setting is unusable; the text names it.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddEnvironmentVariables("DARKROOM_").AddCommandLine(args);
        var options = HostOptions.Read(builder.Configuration);
        Directory.CreateDirectory(options.Data);
        builder.WebHost.UseUrls(options.Urls);
        builder.AddDarkroomLogging(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(RandomSource.System);
        builder.Services.AddSingleton<Telemetry.DarkroomMetrics>();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.AddEmbeddedCluster(options);
        builder.AddAccounts(options);
        builder.Services.AddHostedService<ReadyLine>();
        configure?.Invoke(builder);

        var app = builder.Build();
        return app;
    }
}
