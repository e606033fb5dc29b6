using Orleans.CodeGeneration;

namespace Darkroom.Wallets;

/// <summary>
/// A user's credits. Every method that moves credits is idempotent by its operation (the job, or the grant's own id),
/// durable before it answers, and safe to repeat after a timeout: delivery is at most once and a timeout does not cancel.
/// Key: <see cref="GrainKeys.Wallet"/>.
/// </summary>
[Alias("darkroom.wallet"), Version(1)]
public interface IWalletGrain : IGrainWithStringKey
{
    /// <summary>The balance as the ledger has it.</summary>
    [Alias("read")]
    Task<WalletView> Read();

    /// <summary>Reserves credits for a job and fixes the lots that they will come from. A repeat answers as the first time.</summary>
    [Alias("hold")]
    Task<HoldResult> Hold(JobId job, long amount);

    /// <summary>Takes <paramref name="amount"/> (0 to what was held) of the job's hold for good and gives the rest back.</summary>
    [Alias("capture")]
    Task<SettleResult> Capture(JobId job, long amount);

    /// <summary>Gives a job's whole hold back. Without a hold it makes a later one impossible, so that a late Hold cannot strand credits.</summary>
    [Alias("release")]
    Task<SettleResult> Release(JobId job);

    /// <summary>Adds a lot of credits, once per <see cref="CreditGrant.OperationId"/>.</summary>
    [Alias("grant")]
    Task<GrantResult> Grant(CreditGrant grant);

    /// <summary>Writes off what is left of lots whose time has run out, and answers how many credits that were. Other methods do so in passing.</summary>
    [Alias("expire")]
    Task<long> Expire();

    /// <summary>Takes credits of a paid grant back, once per <see cref="CreditClawback.OperationId"/>. What is held or used by then is owed.</summary>
    [Alias("claw")]
    Task<ClawbackResult> Claw(CreditClawback clawback);

    /// <summary>Undoes a clawback, once: its debt goes first, the rest comes back as credits on the terms that they had.</summary>
    [Alias("reinstate")]
    Task<ReinstateResult> Reinstate(string clawbackId);

    /// <summary>Reverses a grant or a capture that should not have been, once.</summary>
    [Alias("correct")]
    Task<CorrectResult> Correct(CreditCorrection correction);

    /// <summary>The account's ledger, newest first.</summary>
    /// <param name="cursor">Null for the newest page, else <see cref="TransferPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("transfers")]
    Task<TransferPage> Transfers(string? cursor, int limit);
}
