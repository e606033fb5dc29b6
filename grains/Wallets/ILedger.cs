namespace Darkroom.Wallets;

/// <summary>
/// The books: every wallet's history, append-only. What it answers is durable. Thread-safe.
/// Every method throws <see cref="StorageUnavailableException"/> when the store does not answer.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// The owner's wallet, and those of the named operations that it has, from one snapshot. Of lots that nothing is left or owed of
    /// the wallet has only those of subscriptions and those that the named operations moved: a wallet loads fast however much it was ever given.
    /// </summary>
    Task<LedgerReading> Read(UserId owner, IReadOnlyCollection<string> operations, CancellationToken cancellation = default);

    /// <summary>
    /// Appends operations to the owner's wallet if its head is still where <paramref name="before"/> saw it (for its first ones: if the owner
    /// has no wallet yet). Answers once they are durable, all or none. Appends are taken in the order of the calls, and need not wait
    /// for each other: one that follows another is applied only if that one was.
    /// </summary>
    /// <param name="absent">Ids that the decision took for unrecorded. If the wallet has an operation of one of them, nothing is appended.</param>
    /// <exception cref="StorageUnavailableException">They may or may not be durable: <see cref="Read"/> by their ids tells.</exception>
    Task<AppendResult> Append(
        UserId owner, Wallet before, IReadOnlyList<Operation> operations, IReadOnlyCollection<string> absent, CancellationToken cancellation = default);

    /// <summary>The owner's operations that moved credits, newest first.</summary>
    /// <param name="before">Only those with a lower sequence.</param>
    Task<IReadOnlyList<TransferView>> Transfers(UserId owner, long before, int limit, CancellationToken cancellation = default);

    /// <summary>Holds that were made before a time and have not ended, oldest first.</summary>
    Task<IReadOnlyList<OpenHold>> OpenHolds(DateTimeOffset olderThan, int limit, CancellationToken cancellation = default);

    /// <summary>Owners with credits whose time has run out by then and which the books still show, the longest overdue first.</summary>
    Task<IReadOnlyList<UserId>> OwnersWithDueLots(DateTimeOffset by, int limit, CancellationToken cancellation = default);

    /// <summary>Forgets whose wallet it is: the books keep it under its pseudonym only. Idempotent.</summary>
    /// <remarks>End the owner's holds first: nothing finds the wallet afterwards.</remarks>
    Task ForgetOwner(UserId owner, CancellationToken cancellation = default);
}

/// <summary>What the books have of an owner.</summary>
/// <param name="Wallet">Null while there is none.</param>
/// <param name="Recorded">By id; only those asked for.</param>
public sealed record LedgerReading(Wallet? Wallet, IReadOnlyDictionary<string, Operation> Recorded);

/// <summary>The answer to <see cref="ILedger.Append"/>.</summary>
public enum AppendResult
{
    /// <summary>Durable.</summary>
    Appended,

    /// <summary>The wallet is not what the decision took it for; nothing was appended. Read again and decide again.</summary>
    Stale,
}

/// <summary>A hold that has not ended.</summary>
[GenerateSerializer, Immutable, Alias("darkroom.open-hold")]
public sealed record OpenHold(
    [property: Id(0)] JobId Job, [property: Id(1)] UserId Owner, [property: Id(2)] long Amount, [property: Id(3)] DateTimeOffset At);
