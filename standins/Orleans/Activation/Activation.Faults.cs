using Orleans.Storage;

namespace Orleans.InProcess;

/// <content>What a fault that leaves a turn means for its activation.</content>
internal sealed partial class Activation
{
    /// <summary>An activation whose state turned out to be stale goes away: the next one reads it afresh.</summary>
    public void OnFault(Exception fault)
    {
        if (fault is not InconsistentStateException { IsSourceActivation: true } stale) return;
        stale.IsSourceActivation = false;
        Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, fault, "Its state was stale."));
    }
}
