using Orleans.Connections.Security;
using Orleans.Hosting;

namespace Darkroom.Hosting.Cluster;

/// <summary>
/// Mutual TLS on every connection of Orleans: both sides show a certificate, and each checks that the other's comes from the cluster's
/// authority. Names are not compared: silos are known by addresses that come and go, and all members have the same rights.
/// </summary>
internal static class PeerSecurity
{
    /// <summary>Secures a silo's connections, to other silos and from clients.</summary>
    public static ISiloBuilder UsePeerTls(this ISiloBuilder silo, PeerFiles? files)
    {
        if (files is null)
            return silo;
        var certificates = new PeerCertificates(files);
        return silo.UseTls(options => Configure(options, certificates));
    }

    /// <summary>Secures a client's connections to silos.</summary>
    public static IClientBuilder UsePeerTls(this IClientBuilder client, PeerFiles? files)
    {
        if (files is null)
            return client;
        var certificates = new PeerCertificates(files);
        return client.UseTls(options => Configure(options, certificates));
    }

    private static void Configure(TlsOptions options, PeerCertificates certificates)
    {
        options.LocalCertificate = certificates.Current;
        options.LocalServerCertificateSelector = (_, _) => certificates.Current;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Current;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => certificates.Trusts(certificate);
    }
}
