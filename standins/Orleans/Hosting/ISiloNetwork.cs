using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// The seam between silos of one process. Without one a silo is a cluster of its own, and calls go straight to their grains.
/// With one, every call and every answer passes through it, so that several silos share their grains, a grain can be active on two of
/// them, and messages come late, twice or never.
/// </summary>
internal interface ISiloNetwork
{
    /// <summary>
    /// A call sets out. It runs once it is handed to <see cref="Silo.Receive"/> of the silo that has its grain; a call that never is
    /// times out at its caller.
    /// </summary>
    void Send(Silo source, Request request);

    /// <summary>An answer sets out from the silo that ran the call. Its caller has it once <paramref name="deliver"/> is called.</summary>
    void Answer(Silo runner, Request request, Action deliver);

    /// <summary>Whether a tick that is due at a reminder of this grain is for this silo to send.</summary>
    bool Ticks(Silo silo, GrainId grainId);
}
