namespace Orleans.InProcess;

/// <summary>What a grain id leads to: an activation, or the workers of a stateless one.</summary>
internal abstract class CallTarget
{
    /// <summary>Takes the work on, now or as soon as its turn comes. False: it is gone, look the grain up again.</summary>
    public abstract bool TryReceive(Work work);
}
