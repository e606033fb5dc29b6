using System.Runtime.InteropServices;
using Darkroom.ClusterTest;
using Darkroom.ClusterTest.Faults;
using Darkroom.ClusterTest.Network;
using Darkroom.ClusterTest.NextVersion;
using Darkroom.ClusterTest.Nodes;
using Darkroom.Drivers;

// A word picks the faults that have it in their names: 'silo', 'PostgreSQL', 'cut', 'rolling'.
var only = args is ["--only", var word] ? word : "";
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var folder = Directory.CreateTempSubdirectory("darkroom-cluster-").FullName;
var build = Build.Own().Build;
INetwork network;
try
{
    network = await NamespaceNetwork.Make();
}
catch (InvalidOperationException failure)
{
    network = new LoopbackNetwork(failure.Message);
}

await using (network)
{
    Console.WriteLine("building the next version");
    var (next, difference) = await NextVersion.Make(Directory.CreateDirectory(Path.Combine(folder, "next")).FullName);
    IReadOnlyList<Fault> faults =
    [
        FaultList.KillSilo(0),
        FaultList.KillSilo(Cluster.GpuSilo),
        FaultList.KillGateway(0),
        FaultList.FreezeSilo(1),
        FaultList.RestartDatabase,
        FaultList.KillDatabase,
        FaultList.KillObjectStore,
        FaultList.Cut(0, 1, network.NoCuts),
        FaultList.Roll(next, difference),
    ];
    var rehearsal = new Rehearsal(24, [.. faults.Where(fault => fault.Name.Contains(only, StringComparison.OrdinalIgnoreCase))]);
    var (report, violations) = await rehearsal.Run(network, build, folder, Environment.TickCount, Console.WriteLine, stop.Token);
    var artifacts = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName;
    await File.WriteAllTextAsync(Path.Combine(artifacts, "cluster-test.txt"), report + "\n");
    Console.WriteLine();
    Console.WriteLine(report);
    if (violations.Count == 0)
    {
        Directory.Delete(folder, recursive: true);
    }

    return violations.Count == 0 ? 0 : 1;
}

void Stop(PosixSignalContext signal)
{
    // Leaves by the way out, so that no process and no network namespace stays behind.
    signal.Cancel = true;
    stop.Cancel();
}
