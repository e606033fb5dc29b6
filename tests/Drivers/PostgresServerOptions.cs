using System.Security.Cryptography.X509Certificates;

namespace Darkroom.Drivers;

/// <summary>How a <see cref="PostgresServer"/> is started.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>The server's certificate with its private key; then the server takes connections over TLS only. Null: no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Settings of <c>postgresql.conf</c> on top of the driver's, such as <c>max_connections</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
