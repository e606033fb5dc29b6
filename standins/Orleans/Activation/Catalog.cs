using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The grains that are in memory. Thread-safe.</summary>
internal sealed class Catalog(Silo silo)
{
    private readonly ConcurrentDictionary<GrainId, CallTarget> _targets = new();
    private volatile bool _closed;

    public IEnumerable<Activation> Activations => _targets.Values
        .SelectMany(target => target is StatelessWorkers pool ? pool.Workers : [(Activation)target]);

    /// <summary>From now on nothing is activated that is not active.</summary>
    public void Close() => _closed = true;

    /// <exception cref="SiloUnavailableException">The silo is about to stop, and the grain is not active.</exception>
    public CallTarget GetOrActivate(GrainId grainId, Work cause)
    {
        while (true)
        {
            if (_targets.TryGetValue(grainId, out var target)) return target;
            ThrowIfClosed(grainId);
            var grainClass = silo.Classes.Get(grainId.Type);
            if (grainClass.IsStatelessWorker)
            {
                return _targets.GetOrAdd(grainId, new StatelessWorkers(silo, grainClass, grainId));
            }

            var activation = new Activation(silo, grainClass, grainId, Remove);
            if (!_targets.TryAdd(grainId, activation)) continue;
            activation.Start(cause.Context);
            return activation;
        }
    }

    public void ThrowIfClosed(GrainId grainId)
    {
        if (_closed) throw new SiloUnavailableException($"The silo is about to stop and activates nothing more: {grainId}.");
    }

    private void Remove(Activation activation) => _targets.TryRemove(new(activation.GrainId, activation));
}
