using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace Orleans.Connections.Security;

/// <summary>Decides on the certificate of the other side.</summary>
public delegate bool RemoteCertificateValidator(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors policyErrors);

/// <summary>What is asked of the other side.</summary>
public enum RemoteCertificateMode
{
    /// <summary>No certificate is asked for.</summary>
    NoCertificate,

    /// <summary>One is asked for, and the connection goes on without.</summary>
    AllowCertificate,

    /// <summary>There is no connection without one.</summary>
    RequireCertificate,
}

/// <summary>How connections are secured.</summary>
public class TlsOptions
{
    /// <summary>The certificate of this side, with its private key, where no selector chooses one.</summary>
    public X509Certificate2? LocalCertificate { get; set; }

    /// <summary>Chooses the certificate for a connection that came in.</summary>
    public Func<ConnectionContext, string?, X509Certificate2>? LocalServerCertificateSelector { get; set; }

    /// <summary>Chooses the certificate for a connection that goes out.</summary>
    public Func<object, string, X509CertificateCollection, X509Certificate?, string[], X509Certificate2?>? LocalClientCertificateSelector { get; set; }

    /// <summary>What the other side must show. Default: a certificate.</summary>
    public RemoteCertificateMode RemoteCertificateMode { get; set; } = RemoteCertificateMode.RequireCertificate;

    /// <summary>Whether this side must have a certificate for a connection that goes out. Default: it may.</summary>
    public RemoteCertificateMode ClientCertificateMode { get; set; } = RemoteCertificateMode.AllowCertificate;

    /// <summary>Decides on the other side's certificate. Without it the system's authorities do.</summary>
    public RemoteCertificateValidator? RemoteCertificateValidation { get; set; }

    /// <summary>How long a handshake may take. Default: ten seconds.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
