namespace Orleans.Placement;

/// <summary>Where activations of a grain class are placed. One process has one place, so all are accepted here.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PlacementAttribute : Attribute
{
    private protected PlacementAttribute()
    {
    }
}

public sealed class PreferLocalPlacementAttribute : PlacementAttribute;

public sealed class RandomPlacementAttribute : PlacementAttribute;

public sealed class ActivationCountBasedPlacementAttribute : PlacementAttribute;
