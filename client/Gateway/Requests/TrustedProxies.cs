using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Darkroom.Gateway.Requests;

/// <summary>
/// Believes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of the proxies in <see cref="GatewayOptions.TrustedProxies"/>, and of nobody
/// else: anybody can send these headers, and rate limits, secure cookies and <c>/metrics</c> rest on what they say.
/// </summary>
internal static class TrustedProxies
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().Validate(
            gateway => gateway.TrustedProxies.All(proxy => Parse(proxy) is not null),
            $"{GatewayOptions.Section}:{nameof(GatewayOptions.TrustedProxies)} must hold addresses (10.1.2.3) or networks (10.0.0.0/8) "
            + $"(environment: DARKROOM_{GatewayOptions.Section}__{nameof(GatewayOptions.TrustedProxies)}__0).");
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>((forwarded, gateway) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null; // As many hops as are trusted; the first that is not is the caller.
            forwarded.KnownProxies.Clear(); // The framework's own default trusts the loopback interface.
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in gateway.Value.TrustedProxies)
                forwarded.KnownIPNetworks.Add(Parse(proxy)!.Value);
        });
        return services;
    }

    public static void UseTrustedProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.TrustedProxies.Count > 0)
            app.UseForwardedHeaders();
    }

    private static System.Net.IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : null;
}
