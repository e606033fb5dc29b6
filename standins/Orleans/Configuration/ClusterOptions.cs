namespace Orleans.Configuration;

/// <summary>Names of the cluster and of the service. Stored rows are keyed by the service.</summary>
public class ClusterOptions
{
    public const string DefaultClusterId = "default";

    public const string DefaultServiceId = "default";

    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>Stays the same for as long as the stored states are to be found.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>The name of this silo.</summary>
public class SiloOptions
{
    public string SiloName { get; set; } = "Silo";
}

/// <summary>Addresses of the silo. Accepted, and without effect in this host, which opens no port.</summary>
public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;

    public const int DEFAULT_GATEWAY_PORT = 30000;

    public System.Net.IPAddress? AdvertisedIPAddress { get; set; }

    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    public System.Net.IPEndPoint? SiloListeningEndpoint { get; set; }

    public System.Net.IPEndPoint? GatewayListeningEndpoint { get; set; }
}
