namespace Darkroom.Simulation.Plants;

/// <summary>A known bug that a run can be given, to show that the simulator would find it.</summary>
internal enum Plant
{
    /// <summary>The product as it is.</summary>
    None,

    /// <summary>A worker reports its result while the bytes are still on their way to the store.</summary>
    CaptureBeforeResultIsDurable,

    /// <summary>A report of any worker counts, whatever lease it had.</summary>
    LeaseWithoutEpoch,

    /// <summary>What stands for the receipt, the row's mark that a picture is gone, is not kept behind the deletion.</summary>
    DeletionAndReceiptOutOfOrder,

    /// <summary>A release gives back what the hold had, whether it was given back before or not.</summary>
    ReleaseIsNotIdempotent,

    /// <summary>The books take an append that was decided on a head which has moved on.</summary>
    StaleHeadAccepted,

    /// <summary>A sweep forgets what was due when it looked, and does not ask whether it still is.</summary>
    SweepWithoutClaim,
}
