namespace Orleans.InProcess;

/// <summary>Lets idle activations go, once in a collection quantum.</summary>
internal sealed class Collector(Silo silo) : IDisposable
{
    private ITimer? _timer;

    public void Start() => _timer = silo.Time.CreateTimer(
        static state => ((Collector)state!).Collect(), this, silo.Collection.CollectionQuantum, silo.Collection.CollectionQuantum);

    public void Dispose() => _timer?.Dispose();

    private void Collect()
    {
        var now = silo.Time.GetUtcNow();
        // In an order that does not depend on hashes, so that a simulated run can be repeated.
        foreach (var activation in silo.Catalog.Activations.Where(each => each.IsIdle(now)).OrderBy(each => each.GrainId))
        {
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Nobody has used it for its collection age."));
        }
    }
}
