using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Something that calls can be addressed to.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>A grain, by any key.</summary>
    public interface IGrain : IAddressable;

    /// <summary>An object of the caller's that grains call back. Not supported by this host.</summary>
    public interface IGrainObserver : IAddressable;

    public interface IGrainWithStringKey : IGrain;

    public interface IGrainWithGuidKey : IGrain;

    public interface IGrainWithIntegerKey : IGrain;

    public interface IGrainWithGuidCompoundKey : IGrain;

    public interface IGrainWithIntegerCompoundKey : IGrain;

    /// <summary>What a grain class is to the host. Derive from <see cref="Grain"/> or implement it.</summary>
    public interface IGrainBase
    {
        IGrainContext GrainContext { get; }

        /// <summary>Runs before the first call; when it fails, that call fails, and the next one tries again.</summary>
        Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

        /// <summary>Runs when the activation goes away in good order: not after a crash.</summary>
        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
    }
}
