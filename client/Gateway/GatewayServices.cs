using System.Text.Json;
using System.Text.Json.Serialization;
using Darkroom.Gateway.Callers;
using Darkroom.Gateway.Finance;
using Darkroom.Gateway.Intake;
using Darkroom.Gateway.Metrics;
using Darkroom.Gateway.OpenApi;
using Darkroom.Gateway.Operators;
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
    /// Adds everything that <see cref="GatewayEndpoints.MapGateway"/> needs. The host adds beside it: brands, texts, the grain client, the vault.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Read at the section <see cref="GatewayOptions.Section"/>.</param>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOperating(configuration);
        services.AddSingleton<JobIntake>();
        services.AddSingleton<BooksReader>();
        return services.AddRequests().AddCallers().AddApiDescription().AddPages();
    }

    /// <summary>
    /// Adds what <see cref="GatewayEndpoints.MapOperating"/> needs: health, metrics, and how a job is written as JSON. All that a silo
    /// without a gateway needs of this.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Read at the section <see cref="GatewayOptions.Section"/>.</param>
    public static IServiceCollection AddOperating(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddHealthChecks();
        services.AddSingleton<MetricsCollector>().AddHostedService<MetricsStart>();
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        return services;
    }

    private static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddExceptionHandler<FaultHandler>();
        services.AddTrustedProxies();
        services.AddRateLimits();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true); // So that one place words every refusal.
        return services;
    }

    private static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddAuthentication(CallerIdentity.Scheme)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerIdentity.Scheme, null)
            .AddOperator();
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        return services;
    }
}
