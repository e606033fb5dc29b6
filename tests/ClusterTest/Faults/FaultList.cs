using System.Globalization;
using Darkroom.ClusterTest.Nodes;

namespace Darkroom.ClusterTest.Faults;

/// <summary>All the faults there are.</summary>
internal static class FaultList
{
    /// <summary>Above what Orleans needs to declare a silo dead with its default settings, and above its response timeout.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    public static Fault KillSilo(int silo) => Kill(silo == Cluster.GpuSilo ? "kill -9 of the silo with the GPU role" : "kill -9 of a silo", cluster => cluster.Silos[silo]);

    public static Fault KillGateway(int gateway) => Kill("kill -9 of a gateway", cluster => cluster.Gateways[gateway]);

    public static Fault FreezeSilo(int silo) => new(
        string.Create(CultureInfo.InvariantCulture, $"SIGSTOP of a silo for {Longer.TotalSeconds:0} s"), Longer,
        cluster => cluster.Silos[silo].Freeze(), cluster => cluster.Silos[silo].Thaw());

    public static Fault RestartDatabase { get; } = new(
        "PostgreSQL restarted, away for 5 s", Short, cluster => cluster.Stores.Database.Stop(), cluster => cluster.Stores.Database.Restart());

    public static Fault KillDatabase { get; } = new(
        "PostgreSQL killed, away for 10 s", Outage, cluster => cluster.Stores.Database.Kill(), cluster => cluster.Stores.Database.Restart());

    public static Fault KillObjectStore { get; } = new(
        "object store killed, away for 10 s", Outage, cluster => cluster.Stores.Objects.Kill(), cluster => cluster.Stores.Objects.Restart());

    public static Fault Cut(int one, int other, string? leftOut) => new(
        string.Create(CultureInfo.InvariantCulture, $"two silos cut off from each other for {Longer.TotalSeconds:0} s"), Longer,
        cluster => cluster.Network.Cut(cluster.Silos[one].Place, cluster.Silos[other].Place),
        cluster => cluster.Network.Heal(cluster.Silos[one].Place, cluster.Silos[other].Place))
    {
        LeftOut = leftOut,
    };

    /// <summary>One process after the other goes down in an orderly way and comes back as the other build.</summary>
    public static Fault Roll(Build next, string difference) => new(
        $"rolling restart to a higher wire version ({difference})", TimeSpan.Zero, cluster => cluster.Roll(next), _ => Task.CompletedTask);

    private static Fault Kill(string name, Func<Cluster, Node> victim) => new(
        name, Short, cluster => victim(cluster).Kill(), cluster =>
        {
            victim(cluster).Start();
            return Task.CompletedTask;
        });
}
