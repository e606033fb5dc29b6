using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The activations of one stateless worker grain: work goes to an idle one, or to a new one while there may be more.</summary>
internal sealed class StatelessWorkers(Silo silo, GrainClass grainClass, GrainId grainId) : CallTarget
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];

    public IReadOnlyList<Activation> Workers
    {
        get { lock (_gate) return [.. _workers]; }
    }

    public override bool TryReceive(Work work)
    {
        while (true)
        {
            if (Choose(work).TryReceive(work)) return true;
        }
    }

    private Activation Choose(Work work)
    {
        Activation started;
        lock (_gate)
        {
            var least = _workers.Count == 0 ? null : _workers.MinBy(worker => worker.Load);
            if (least is not null && (least.Load == 0 || _workers.Count >= grainClass.MaxWorkers)) return least;
            silo.Catalog.ThrowIfClosed(grainId);
            started = new Activation(silo, grainClass, grainId, Remove);
            _workers.Add(started);
        }

        started.Start(work.Context);
        return started;
    }

    private void Remove(Activation worker)
    {
        lock (_gate) _workers.Remove(worker);
    }
}
