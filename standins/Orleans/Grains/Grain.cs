using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of grain classes. Its members may be used from the grain's own turns only.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IGrainContext? _context;

    /// <summary>Takes the context of the activation that is being made; without one, what needs it fails later.</summary>
    protected Grain() => _context = InProcess.RuntimeContext.Current;

    public IGrainContext GrainContext => _context
        ?? throw new InvalidOperationException($"{GetType().Name} was created outside the host, so it has no context.");

    public GrainReference GrainReference => GrainContext.GrainReference;

    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Names the silo that the activation runs in.</summary>
    public string RuntimeIdentity => ServiceProvider.GetRequiredService<ILocalSiloDetails>().Name;

    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    protected IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Lets the activation go as soon as the running requests are done.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>
    /// Keeps the activation from being collected for so long; a negative span cancels an earlier one.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) =>
        ((InProcess.Activation)GrainContext).DelayDeactivation(timeSpan);

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
