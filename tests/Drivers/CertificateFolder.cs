using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Darkroom.Drivers;

/// <summary>An authority made for one test and the certificates that it signs, as PEM files in a folder that goes when it is disposed.</summary>
public sealed class CertificateFolder : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-tls-");
    private readonly X509Certificate2 authority;
    private int serial;

    public CertificateFolder(string name = "Darkroom test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authority = request.CreateSelfSigned(DateTimeOffset.UtcNow - Life, DateTimeOffset.UtcNow + Life);
        Authority = Write("authority.pem", authority.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public string Authority { get; }

    public string Path(string file) => System.IO.Path.Combine(folder.FullName, file);

    /// <summary>Signs a certificate for a host name and the loopback address, good for both sides of a connection; writes <c>name.pem</c> and <c>name.key</c>.</summary>
    /// <param name="expired">It was good once.</param>
    public (string Certificate, string Key) Issue(string name, bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var until = expired ? DateTimeOffset.UtcNow - TimeSpan.FromHours(1) : DateTimeOffset.UtcNow + (Life / 2);
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow - (Life / 2), until, [(byte)Interlocked.Increment(ref serial)]);
        return (Write(name + ".pem", certificate.ExportCertificatePem()), Write(name + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>The settings of a process with one of these certificates.</summary>
    public Dictionary<string, string> Settings(string name)
    {
        var (certificate, key) = Issue(name);
        return new Dictionary<string, string>
        {
            ["DARKROOM_TLS_CERTIFICATE"] = certificate,
            ["DARKROOM_TLS_KEY"] = key,
            ["DARKROOM_TLS_AUTHORITY"] = Authority,
        };
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    private string Write(string file, string text)
    {
        var path = Path(file);
        File.WriteAllText(path, text + "\n");
        return path;
    }
}
