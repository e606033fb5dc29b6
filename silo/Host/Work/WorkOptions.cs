using Darkroom.Jobs;

namespace Darkroom.Silo.Work;

/// <summary>What this process works on, and how it stops.</summary>
public sealed record WorkOptions
{
    /// <summary>The lanes that this process serves. Default: all.</summary>
    public IReadOnlyList<Lane> Lanes { get; init; } = [Lane.Cpu, Lane.Gpu];

    /// <summary>How long running work may take after a signal to stop before it is handed back. Default 20 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>This process is the only one on its store: leases from before its start are dead. True for the embedded engine.</summary>
    public bool SoleProcess { get; init; } = true;

    /// <summary>
    /// Development only: call-backs may go to private addresses and over plain HTTP. Anywhere else this would let
    /// anybody who may send a job reach into the network that the silo stands in.
    /// </summary>
    public bool AllowPrivateCallbacks { get; init; }

    /// <summary>How long an attempt's outputs may stay if the attempt never comes to an end. Default one hour.</summary>
    public TimeSpan AttemptStay { get; init; } = TimeSpan.FromHours(1);
}
