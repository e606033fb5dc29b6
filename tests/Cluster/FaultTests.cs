using Darkroom.ClusterTest;
using Darkroom.ClusterTest.Faults;
using Darkroom.ClusterTest.Network;
using Darkroom.ClusterTest.Nodes;
using Xunit.Abstractions;

namespace Darkroom.Cluster.Tests;

/// <summary>
/// The cluster test in small: three silos and two gateways under load, one silo killed, PostgreSQL restarted. Everything else that can
/// go wrong is in <c>make cluster-test</c>, which takes longer.
/// </summary>
public sealed class FaultTests(ITestOutputHelper log) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-faults-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_accepted_job_ends_done_or_refunded_when_a_silo_is_killed_and_the_database_restarted()
    {
        await using var network = new LoopbackNetwork("all processes share one address");
        var rehearsal = new Rehearsal(12, [FaultList.KillSilo(0), FaultList.RestartDatabase]);

        var (report, violations) = await rehearsal.Run(network, Build.Own().Build, folder.FullName, Environment.TickCount, log.WriteLine, CancellationToken.None);

        log.WriteLine(report);
        violations.ShouldBeEmpty();
    }
}
