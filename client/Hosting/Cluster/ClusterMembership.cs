using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Darkroom.Hosting.Cluster;

/// <summary>How processes find each other: silos are listed in PostgreSQL, watch one another, and clients take their pick.</summary>
public static partial class ClusterMembership
{
    /// <summary>The name under which Orleans looks for PostgreSQL's driver.</summary>
    private const string Invariant = "Npgsql";

    /// <summary>
    /// How long a caller waits for an answer. Long polls of workers and watchers last at most 25 s (<c>IDispatchGrain</c>, <c>IJobGrain</c>), so
    /// that the answer comes first.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookForSilosAgain = TimeSpan.FromSeconds(1);

    /// <summary>Makes this process a silo of the cluster.</summary>
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, ClusterSettings cluster, SiloEndpoints endpoints)
    {
        DbProviderFactories.RegisterFactory(Invariant, NpgsqlFactory.Instance);
        return silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.Id, ClusterSettings.Service))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, cluster.Database))
            .ConfigureEndpoints(
                endpoints.Address, endpoints.SiloPort, endpoints.GatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(endpoints.Address))
            .Configure<ClusterMembershipOptions>(WatchEachOther)
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Patience)
            .UsePeerTls(cluster.Peers);
    }

    /// <summary>Makes this process a client of the cluster. It waits at its start for as long as there is no silo.</summary>
    public static void UseClusterClient(this WebApplicationBuilder builder, ClusterSettings cluster)
    {
        DbProviderFactories.RegisterFactory(Invariant, NpgsqlFactory.Instance);
        builder.UseOrleansClient(client =>
        {
            client
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.Id, ClusterSettings.Service))
                .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, cluster.Database))
                .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
                .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Patience)
                .UseConnectionRetryFilter(Retry())
                .UsePeerTls(cluster.Peers);
        });
        builder.Services.AddHealthChecks().AddCheck<ClusterHealth>("cluster");
    }

    /// <summary>
    /// A silo that answers no probe for 3 × 5 s is declared dead by two others (or by the one, where there are but two) and its grains come up
    /// elsewhere: long enough for a full collection of garbage, a throttled processor or a node under load, short enough that the 30 s that
    /// callers wait cover it. No vote is cast on a silo that was heard within three of the longest probes, so these must not be longer either:
    /// Orleans' own default of 20 s would leave one that froze in its place for a minute. Rows of the dead go after a day. Written out, so
    /// that another version's defaults change nothing unnoticed.
    /// </summary>
    private static void WatchEachOther(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(5);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        options.DeathVoteExpirationTimeout = TimeSpan.FromMinutes(2);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(30);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(30);
        options.MaxJoinAttemptTime = TimeSpan.FromMinutes(3);
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }

    private static Func<Exception, CancellationToken, Task<bool>> Retry()
    {
        var attempts = 0;
        return async (failure, cancellation) =>
        {
            // Silos and gateways are started together, in any order. An operator sees why nothing comes of it, but not once a second.
            if (attempts++ % 10 == 0)
                await Console.Error.WriteLineAsync($"Waiting for a silo of the cluster: {failure.Message}");
            await Task.Delay(LookForSilosAgain, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !cancellation.IsCancellationRequested;
        };
    }
}
