namespace Darkroom.Wallets;

/// <summary>Why paid credits are taken back.</summary>
[GenerateSerializer, Alias("darkroom.clawback-kind")]
public enum ClawbackKind
{
    /// <summary>The payment was given back.</summary>
    Refund,

    /// <summary>The payer's bank has called the payment back, for now or for good.</summary>
    Dispute,
}

/// <summary>An order to take credits of one grant back.</summary>
/// <param name="OperationId">Names the business object (<c>refund/…</c>, <c>dispute/…</c>), unique in the wallet for good.</param>
/// <param name="GrantId">The <see cref="CreditGrant.OperationId"/> of the credits.</param>
/// <param name="Amount">Together with earlier ones no more than the grant gave.</param>
[GenerateSerializer, Immutable, Alias("darkroom.credit-clawback")]
public sealed record CreditClawback(
    [property: Id(0)] string OperationId, [property: Id(1)] string GrantId, [property: Id(2)] ClawbackKind Kind, [property: Id(3)] long Amount);

/// <summary>The answer to <see cref="IWalletGrain.Claw"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.clawback-result")]
public abstract record ClawbackResult
{
    private ClawbackResult() { }

    /// <summary>Taken back, now or before: this much left the wallet, this much was owed then. The rest had expired.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.clawback-result.reclaimed")]
    public sealed record Reclaimed([property: Id(0)] long Taken, [property: Id(1)] long Owed) : ClawbackResult;

    /// <summary>There is no such paid grant, or it did not give so much.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.clawback-result.refused")]
    public sealed record Refused([property: Id(0)] string Reason) : ClawbackResult;

    /// <summary>The same operation id came before with another body.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.clawback-result.conflict")]
    public sealed record Conflict([property: Id(0)] string Reason) : ClawbackResult;
}

/// <summary>The answer to <see cref="IWalletGrain.Reinstate"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.reinstate-result")]
public abstract record ReinstateResult
{
    private ReinstateResult() { }

    /// <summary>Undone, now or before: this much came back as credits, this much was owed and is no longer.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.reinstate-result.reinstated")]
    public sealed record Reinstated([property: Id(0)] long Returned, [property: Id(1)] long Canceled) : ReinstateResult;

    /// <summary>There is no such clawback.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.reinstate-result.refused")]
    public sealed record Refused([property: Id(0)] string Reason) : ReinstateResult;
}

/// <summary>An order to reverse one recorded operation.</summary>
/// <param name="OperationId">The grant's own, or <see cref="OperationIds.Settle"/> of the job that was charged.</param>
/// <param name="Reason">A code like <c>granted-twice</c>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.credit-correction")]
public sealed record CreditCorrection([property: Id(0)] string OperationId, [property: Id(1)] string Reason);

/// <summary>The answer to <see cref="IWalletGrain.Correct"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.correct-result")]
public abstract record CorrectResult
{
    private CorrectResult() { }

    /// <summary>Reversed, now or before.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.correct-result.corrected")]
    public sealed record Corrected([property: Id(0)] long Amount) : CorrectResult;

    /// <summary>It cannot be reversed; nothing was changed.</summary>
    /// <param name="Missing">Credits of a wrong grant that are not free any more; 0 where that is not the reason.</param>
    [GenerateSerializer, Immutable, Alias("darkroom.correct-result.refused")]
    public sealed record Refused([property: Id(0)] string Reason, [property: Id(1)] long Missing) : CorrectResult;

    /// <summary>It was reversed before, for another reason.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.correct-result.conflict")]
    public sealed record Conflict([property: Id(0)] string Reason) : CorrectResult;
}
