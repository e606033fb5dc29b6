using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Darkroom.Hosting.Cluster;

/// <summary>A file of mutual TLS is of no use.</summary>
/// <param name="variable">The variable that names it, without the prefix.</param>
/// <param name="what">What is wrong; goes on after the name.</param>
internal sealed class PeerCertificateException(string variable, string what) : Exception(what)
{
    public string Variable => variable;
}

/// <summary>
/// This process' certificate and its idea of whom to trust, read again whenever a file has changed: certificates that are replaced on the
/// disk hold for every connection from then on, without a restart. Thread-safe.
/// </summary>
internal sealed partial class PeerCertificates(PeerFiles files)
{
    private readonly Lock gate = new();
    private Loaded loaded = Load(files);

    /// <summary>Where to say that new files are of no use; set once there is a log.</summary>
    public ILogger? Log { get; set; }

    /// <summary>The certificate to show now, with its key.</summary>
    public X509Certificate2 Current => Fresh().Certificate;

    /// <summary>Whether the authority has signed this certificate and it is valid today.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Fresh().Authority);

        // An authority of one cluster publishes no revocation list; it is replaced instead.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }

    /// <exception cref="PeerCertificateException">A file is of no use.</exception>
    internal static Loaded Load(PeerFiles files)
    {
        var (certificate, key, authority) = (Read("TLS_CERTIFICATE", files.Certificate), Read("TLS_KEY", files.Key), Read("TLS_AUTHORITY", files.Authority));
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPem(authority);
        }
        catch (CryptographicException)
        {
            // Told below.
        }

        if (trusted.Count == 0)
            throw new PeerCertificateException("TLS_AUTHORITY", $"names {files.Authority}, which holds no certificate in PEM.");
        try
        {
            return new Loaded(X509Certificate2.CreateFromPem(certificate, key), trusted, (certificate, key, authority));
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new PeerCertificateException("TLS_CERTIFICATE", $"and DARKROOM_TLS_KEY name {files.Certificate} and {files.Key}, which are not a certificate and its key in PEM: {failure.Message}");
        }
    }

    private static string Read(string variable, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PeerCertificateException(variable, $"names {path}, which cannot be read: {failure.Message}");
        }
    }

    /// <summary>Connections are few and last long, so that each may look at the files.</summary>
    private Loaded Fresh()
    {
        lock (gate)
        {
            try
            {
                var text = (File.ReadAllText(files.Certificate), File.ReadAllText(files.Key), File.ReadAllText(files.Authority));
                if (text != loaded.Text)
                    loaded = Load(files);
            }
            catch (Exception failure) when (failure is PeerCertificateException or IOException or UnauthorizedAccessException)
            {
                // In the middle of a replacement one file may be new and the other old; the next connection looks again.
                if (Log is { } log)
                    LogKept(log, failure);
            }

            return loaded;
        }
    }

    internal sealed record Loaded(X509Certificate2 Certificate, X509Certificate2Collection Authority, (string, string, string) Text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "New TLS files are of no use; the old ones hold on")]
    private static partial void LogKept(ILogger logger, Exception failure);
}
