namespace Orleans.Runtime;

/// <summary>An activation, as seen by the grain within it and by call filters.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    object? GrainInstance { get; }

    /// <summary>Services that live as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>Starts to let the activation go: running requests finish first, new ones go to a new activation.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

/// <summary>The context of the grain whose turn runs on the current thread.</summary>
public interface IGrainContextAccessor
{
    IGrainContext? GrainContext { get; }
}

/// <summary>The silo of this process.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }

    string ClusterId { get; }
}
