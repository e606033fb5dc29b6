using System.Globalization;
using Darkroom.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Darkroom.Hosting;

/// <summary>Serilog on the console: lines for people, or one JSON object a line for machines.</summary>
public static class Logging
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary>Sets up the log. The section <c>Serilog</c> of the configuration has the last word.</summary>
    public static void AddDarkroomLogging(this WebApplicationBuilder builder, ProcessOptions options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // What Orleans and its retries say at this level is about themselves, dozens of lines a start.
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error) // Its first look counts from the machine's start.
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .ReadFrom.Configuration(builder.Configuration);
        configuration = options.LogFormat == "json"
            ? configuration.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))
            : configuration.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(configuration.CreateLogger(), dispose: true);
    }
}
