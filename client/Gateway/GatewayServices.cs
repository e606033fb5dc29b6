using System.Text.Json;
using System.Text.Json.Serialization;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Metrics;
using Darkroom.Gateway.OpenApi;
using Darkroom.Gateway.Problems;
using Darkroom.Gateway.Requests;
using Darkroom.Gateway.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Darkroom.Gateway;

/// <summary>The services of the HTTP side.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds everything that <see cref="GatewayEndpoints.MapGateway"/> needs. The host adds beside it: brands, the grain client, vault, job list.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Read at the section <see cref="GatewayOptions.Section"/>.</param>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<JobIntake>();
        services.AddHealthChecks();
        services.AddSingleton<MetricsCollector>().AddHostedService<MetricsStart>();
        return services.AddRequests().AddCallers().AddApiDescription().AddPages();
    }

    private static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddExceptionHandler<FaultHandler>();
        services.AddTrustedProxies();
        services.AddRateLimits();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true); // So that one place words every refusal.
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        return services;
    }

    private static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddAuthentication(CallerIdentity.Scheme)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerIdentity.Scheme, null);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        return services;
    }
}
