using Darkroom.Hosting.Settings;
using Darkroom.Hosting.Stopping;
using Darkroom.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Darkroom.Hosting;

/// <summary>What silo, gateway and embedded processes have in common: how they begin, say that they are ready, and stop.</summary>
public static partial class ProcessHosting
{
    /// <summary>What Orleans needs to leave the cluster once work and requests have ended.</summary>
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(20);

    /// <summary>Begins a process: settings of the sections from files, environment and command line, log, clock, stop.</summary>
    /// <param name="args">The command line: <c>--URLS http://…</c> and so on, over the environment.</param>
    /// <param name="options">As read.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, ProcessOptions options)
    {
        // The content root is the program's own folder: appsettings.json lies beside it, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables(SettingsReader.Prefix).AddCommandLine(args);
        builder.WebHost.UseUrls(options.Urls);
        builder.AddDarkroomLogging(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(RandomSource.System);
        builder.Services.AddSingleton<DarkroomMetrics>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<IHostLifetime, OrderlyLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + TimeToLeave);
        builder.Services.AddHealthChecks().AddCheck<Readiness>("accepting");
        return builder;
    }

    /// <summary>Adds the line that is printed once everything answers. After every other service.</summary>
    public static void AddReadyLine(this WebApplicationBuilder builder, ReadyText text)
    {
        builder.Services.AddSingleton(text);
        builder.Services.AddHostedService<ReadyLine>();
    }

    /// <summary>Bounds what open requests may take of a stop. Before all other middleware.</summary>
    public static WebApplication UseRequestDrain(this WebApplication app)
    {
        app.UseMiddleware<RequestDrain>();
        return app;
    }

    /// <summary>Runs a process until it is told to stop.</summary>
    /// <param name="build">Reads the settings and builds the application.</param>
    /// <returns>The exit code: 0 after an orderly stop, 1 when something kept it from starting that can be mended (told on standard error).</returns>
    public static async Task<int> Run(Func<(WebApplication App, SettingsReader Settings)> build)
    {
        try
        {
            var (app, settings) = build();
            await using (app)
            {
                if (UnknownSettings.Find(settings) is { Count: > 0 } unknown)
                    LogUnknown(app.Logger, string.Join(", ", unknown));
                await app.RunAsync();
            }

            return 0;
        }
        catch (Exception error) when (StartFailure.Explain(error) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Darkroom cannot start: {reason}");
            return 1;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing reads these variables; are they misspelled? {Names}")]
    private static partial void LogUnknown(ILogger logger, string names);
}
