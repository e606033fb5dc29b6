using Darkroom.ClusterTest.Nodes;

namespace Darkroom.ClusterTest.Faults;

/// <summary>Something that goes wrong, and is put right again.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Lasts">From the blow to the beginning of the repair.</param>
internal sealed record Fault(string Name, TimeSpan Lasts, Func<Cluster, Task> Strike, Func<Cluster, Task> Repair)
{
    /// <summary>Why it cannot be had here; null where it can.</summary>
    public string? LeftOut { get; init; }
}

/// <summary>When a fault began and was over, on the clock of the timeline.</summary>
/// <param name="Repaired">The repair was done: the process started again, the network whole.</param>
/// <param name="Recovered">Every process was ready and every kind of request had been answered well by every gateway since the repair; null when that did not come in time.</param>
internal sealed record Struck(Fault Fault, TimeSpan At, TimeSpan Repaired, TimeSpan? Recovered);
