using Microsoft.AspNetCore.Connections;

namespace Orleans.Configuration;

/// <summary>Where silos of a cluster find each other.</summary>
public class AdoNetClusteringSiloOptions
{
    public string Invariant { get; set; } = "";

    public string ConnectionString { get; set; } = "";
}

/// <summary>Where clients find the silos of a cluster.</summary>
public class AdoNetClusteringClientOptions
{
    public string Invariant { get; set; } = "";

    public string ConnectionString { get; set; } = "";
}

/// <summary>How silos watch each other. Without effect in this host, which has one silo.</summary>
public class ClusterMembershipOptions
{
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan MaxProbeTimeout { get; set; } = TimeSpan.FromSeconds(20);

    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan DeathVoteExpirationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan MaxJoinAttemptTime { get; set; } = TimeSpan.FromMinutes(5);

    public int NumMissedProbesLimit { get; set; } = 3;

    public int NumVotesForDeathDeclaration { get; set; } = 2;

    public TimeSpan DefunctSiloExpiration { get; set; } = TimeSpan.FromDays(7);
}

/// <summary>How clients look for silos. Without effect in this host, which has no clients.</summary>
public class GatewayOptions
{
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>What is put between Orleans and the connections of a silo. Without effect in this host, which opens none.</summary>
public class SiloConnectionOptions
{
    public void ConfigureSiloOutboundConnection(Action<IConnectionBuilder> configure) => ArgumentNullException.ThrowIfNull(configure);

    public void ConfigureSiloInboundConnection(Action<IConnectionBuilder> configure) => ArgumentNullException.ThrowIfNull(configure);

    public void ConfigureGatewayInboundConnection(Action<IConnectionBuilder> configure) => ArgumentNullException.ThrowIfNull(configure);
}

/// <summary>The same for a client.</summary>
public class ClientConnectionOptions
{
    public void ConfigureConnection(Action<IConnectionBuilder> configure) => ArgumentNullException.ThrowIfNull(configure);
}
