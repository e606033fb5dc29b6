namespace Darkroom.Simulation.Checks;

/// <summary>A promise of the design that a run has seen broken.</summary>
#pragma warning disable CA1032, CA1064 // Thrown by the checks alone, and never across a boundary.
internal sealed class BrokenInvariant(string name, string detail) : Exception($"{name}: {detail}")
#pragma warning restore CA1032, CA1064
{
    /// <summary>Which promise, as it is written in <see cref="Invariants"/>.</summary>
    public string Name => name;
}
