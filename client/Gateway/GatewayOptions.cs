using System.ComponentModel.DataAnnotations;

namespace Darkroom.Gateway;

/// <summary>Settings of the HTTP side, section <c>Gateway</c> (environment: <c>Gateway__Embedded</c> and so on).</summary>
public sealed class GatewayOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Gateway";

    /// <summary>One process for development: <c>X-Brand</c>, <c>?brand=</c> and <see cref="DefaultBrand"/> choose the brand. Default: no.</summary>
    public bool Embedded { get; set; }

    /// <summary>The brand of unknown host names when <see cref="Embedded"/>; unset means that they are refused.</summary>
    public string? DefaultBrand { get; set; }

    /// <summary>Largest body in bytes where an endpoint does not set its own. Default: 256 KiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public long MaximumBodyBytes { get; set; } = 256 * 1024;

    /// <summary>
    /// Bytes of uploads that may wait in memory at once, in the whole process, because their files came before the fields that
    /// say what to do with them. Default: 256 MiB; beyond it such an upload is answered 503 <c>busy</c>.
    /// </summary>
    [Range(1024 * 1024, long.MaxValue)]
    public long MaximumWaitingBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Requests a minute of one signed-in caller. Default: 1200.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>Requests a minute of one address that is not signed in. Default: 300.</summary>
    [Range(1, int.MaxValue)]
    public int AnonymousRequestsPerMinute { get; set; } = 300;

    /// <summary>Sign-ups and sign-ins a minute of one address. Default: 30.</summary>
    [Range(1, int.MaxValue)]
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>Failed attempts a minute of one address to enter as operator; beyond it nothing is let in from there for a while. Default: 10.</summary>
    [Range(1, int.MaxValue)]
    public int OperatorFailuresPerMinute { get; set; } = 10;

    /// <summary>Proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, as addresses or networks (<c>10.0.0.0/8</c>). Default: none.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>The token that <c>/metrics</c> wants as a bearer. Unset: only callers on the loopback interface are answered.</summary>
    public string? MetricsToken { get; set; }
}
