namespace Darkroom.Health;

/// <summary>Answers, and nothing else: whether a gateway reaches the cluster. Key: <see cref="GrainKeys.Pulse"/>.</summary>
[Alias("darkroom.pulse")]
public interface IPulseGrain : IGrainWithStringKey
{
    /// <summary>Answers at once.</summary>
    [Alias("beat")]
    Task Beat(CancellationToken cancellation = default);
}

[StatelessWorker, Reentrant]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public Task Beat(CancellationToken cancellation) => Task.CompletedTask;
}
