using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Orleans.Hosting;

/// <summary>Puts TLS into the connections of silos and clients.</summary>
public static class OrleansConnectionSecurityHostingExtensions
{
    public static ISiloBuilder UseTls(this ISiloBuilder builder, Action<TlsOptions> configureOptions)
    {
        var options = Configured(configureOptions);
        if (options.LocalCertificate is null && options.LocalServerCertificateSelector is null)
            throw new InvalidOperationException("A silo needs a certificate: set LocalCertificate or LocalServerCertificateSelector.");
        return builder.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection => Add(connection, options, isServer: true));
            connections.ConfigureGatewayInboundConnection(connection => Add(connection, options, isServer: true));
            connections.ConfigureSiloOutboundConnection(connection => Add(connection, options, isServer: false));
        });
    }

    public static IClientBuilder UseTls(this IClientBuilder builder, Action<TlsOptions> configureOptions)
    {
        var options = Configured(configureOptions);
        if (options.LocalCertificate is null && options.ClientCertificateMode == RemoteCertificateMode.RequireCertificate)
            throw new InvalidOperationException("A client that must show a certificate needs one: set LocalCertificate.");
        return builder.Configure<ClientConnectionOptions>(connections =>
            connections.ConfigureConnection(connection => Add(connection, options, isServer: false)));
    }

    private static TlsOptions Configured(Action<TlsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new TlsOptions();
        configure(options);
        return options.LocalCertificate is { HasPrivateKey: false }
            ? throw new ArgumentException("The certificate has no private key.", nameof(configure))
            : options;
    }

    private static void Add(IConnectionBuilder builder, TlsOptions options, bool isServer)
    {
        var loggers = (ILoggerFactory)builder.ApplicationServices.GetService(typeof(ILoggerFactory))!;
        var tls = new TlsConnection(options, isServer, loggers.CreateLogger("Orleans.Connections.Security"));
        builder.Use(next => context => tls.Run(context, next));
    }
}
