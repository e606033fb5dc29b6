namespace Darkroom.Wallets;

/// <summary>What a wallet holds, in whole credits.</summary>
/// <param name="Balance">All credits, held ones included.</param>
/// <param name="Held">Reserved for jobs under way.</param>
/// <param name="Lots">What the balance is made of, in the order in which it will be spent.</param>
/// <param name="Debt">Owed for credits that were taken back after they were used. The next credits that are bought pay it first.</param>
/// <param name="Withheld">Part of the balance that the brand lets nobody spend while their subscription is active.</param>
/// <param name="IsOnAllowance">Whether that is so now: what the subscription's allowance does not cover is refused as <see cref="HoldResult.AllowanceUsedUp"/>.</param>
[GenerateSerializer, Immutable, Alias("darkroom.wallet-view")]
public sealed record WalletView(
    [property: Id(0)] long Balance, [property: Id(1)] long Held, [property: Id(2)] IReadOnlyList<LotView> Lots,
    [property: Id(3)] long Debt = 0, [property: Id(4)] long Withheld = 0, [property: Id(5)] bool IsOnAllowance = false)
{
    /// <summary>What can be spent now.</summary>
    public long Available => Balance - Held - Withheld;
}

/// <summary>Credits of one origin and one expiry.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.lot-view")]
public sealed record LotView(
    [property: Id(0)] string Id, [property: Id(1)] LotKind Kind, [property: Id(2)] long Remaining,
    [property: Id(3)] DateTimeOffset GrantedAt, [property: Id(4)] DateTimeOffset? ExpiresAt);

/// <summary>Where credits came from; part of a brand's spend order.</summary>
[GenerateSerializer, Alias("darkroom.lot-kind")]
public enum LotKind
{
    /// <summary>A subscription's allowance.</summary>
    Subscription,

    /// <summary>Given by the brand: a welcome, a reward.</summary>
    Promotional,

    /// <summary>Bought.</summary>
    Paid,
}

/// <summary>An order to add credits.</summary>
/// <param name="OperationId">Names the business object (<c>welcome</c>, <c>payment/…</c>), unique in the wallet for good.</param>
[GenerateSerializer, Immutable, Alias("darkroom.credit-grant")]
public sealed record CreditGrant(
    [property: Id(0)] string OperationId, [property: Id(1)] LotKind Kind, [property: Id(2)] long Amount,
    [property: Id(3)] DateTimeOffset? ExpiresAt);

/// <summary>The answer to <see cref="IWalletGrain.Hold"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.hold-result")]
public abstract record HoldResult
{
    private HoldResult() { }

    /// <summary>The credits are reserved.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.hold-result.held")]
    public sealed record Held([property: Id(0)] long Amount) : HoldResult;

    /// <summary>The wallet has too little; nothing was reserved.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.hold-result.insufficient")]
    public sealed record Insufficient([property: Id(0)] long Required, [property: Id(1)] long Available) : HoldResult;

    /// <summary>The subscription's allowance is too little, and the brand lets nobody spend earned credits beside a subscription; nothing was reserved.</summary>
    /// <param name="Withheld">Earned credits that can be used when no subscription is active.</param>
    [GenerateSerializer, Immutable, Alias("darkroom.hold-result.allowance-used-up")]
    public sealed record AllowanceUsedUp(
        [property: Id(0)] long Required, [property: Id(1)] long Available, [property: Id(2)] long Withheld) : HoldResult;

    /// <summary>The same job was held before with another amount, or was settled already.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.hold-result.conflict")]
    public sealed record Conflict([property: Id(0)] string Reason) : HoldResult;
}

/// <summary>The answer to <see cref="IWalletGrain.Capture"/> and <see cref="IWalletGrain.Release"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.settle-result")]
public abstract record SettleResult
{
    private SettleResult() { }

    /// <summary>The hold has ended, now or before: this much was taken, this much was given back.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.settle-result.settled")]
    public sealed record Settled([property: Id(0)] long Captured, [property: Id(1)] long Released) : SettleResult;

    /// <summary>The hold had ended otherwise (released before a capture, captured before a release), or never was.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.settle-result.conflict")]
    public sealed record Conflict([property: Id(0)] string Reason) : SettleResult;
}

/// <summary>The answer to <see cref="IWalletGrain.Grant"/>.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.grant-result")]
public abstract record GrantResult
{
    private GrantResult() { }

    /// <summary>The lot exists, now or since an earlier call with the same operation.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.grant-result.granted")]
    public sealed record Granted([property: Id(0)] string LotId) : GrantResult;

    /// <summary>The same operation id came before with another body.</summary>
    [GenerateSerializer, Immutable, Alias("darkroom.grant-result.conflict")]
    public sealed record Conflict([property: Id(0)] string Reason) : GrantResult;
}

/// <summary>One line of the account's ledger.</summary>
/// <param name="Kind">
/// <c>grant</c>, <c>hold</c>, <c>capture</c>, <c>release</c>, <c>expire</c>, <c>refund</c>, <c>dispute</c>, <c>reinstatement</c>,
/// <c>repayment</c>, <c>correction</c>.
/// </param>
/// <param name="Amount">Credits, positive when the available credits grow.</param>
[GenerateSerializer, Immutable, Alias("darkroom.transfer-view")]
public sealed record TransferView(
    [property: Id(0)] long Sequence, [property: Id(1)] string Kind, [property: Id(2)] long Amount,
    [property: Id(3)] DateTimeOffset At, [property: Id(4)] string OperationId);

/// <summary>A page of the ledger.</summary>
/// <param name="Next">The cursor of the next page; null at the end.</param>
[GenerateSerializer, Immutable, Alias("darkroom.transfer-page")]
public sealed record TransferPage([property: Id(0)] IReadOnlyList<TransferView> Transfers, [property: Id(1)] string? Next);
