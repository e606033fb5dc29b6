using Darkroom.Simulation.Time;

namespace Darkroom.Simulation.Faults;

/// <summary>Says, while there is a storm, whether a fault strikes now. In calm none does.</summary>
internal sealed class FaultSource(World world, SimulationOptions options)
{
    private readonly Rng draw = world.Stream("faults");

    public SimulationOptions Options => options;

    public bool IsStorm { get; set; }

    public Rng Draw => draw;

    public bool Strikes(Fault fault) => IsStorm && draw.Chance(options.Rate(fault));

    /// <summary>How long a message takes within the cluster.</summary>
    public TimeSpan Latency(bool near) => Strikes(Fault.MessageLate) && !near
        ? draw.Between(TimeSpan.Zero, TimeSpan.FromMinutes(1))
        : draw.Between(TimeSpan.FromMicroseconds(10), near ? TimeSpan.FromMicroseconds(60) : TimeSpan.FromMilliseconds(3));

    /// <summary>How long a store takes, one way.</summary>
    public TimeSpan StoreTime() => Strikes(Fault.StoreSlow)
        ? draw.Between(TimeSpan.Zero, TimeSpan.FromMinutes(1))
        : draw.Between(TimeSpan.FromMicroseconds(50), TimeSpan.FromMilliseconds(4));
}
