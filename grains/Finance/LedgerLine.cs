namespace Darkroom.Finance;

/// <summary>One line of the books: a transfer, or an operation that moved nothing (then what it moved is null). Immutable.</summary>
/// <param name="Wallet">Its pseudonym in the books.</param>
/// <param name="Sequence">Of the operation in its wallet.</param>
/// <param name="Leg">Of the transfer in its operation.</param>
/// <param name="Operation">What it was done for.</param>
/// <param name="Lot">The sequence of the operation that made the lot.</param>
/// <param name="Amount">In the smallest unit of the asset, from source to target.</param>
[GenerateSerializer, Immutable, Alias("darkroom.ledger-line")]
public sealed record LedgerLine(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Wallet, [property: Id(2)] long Sequence, [property: Id(3)] long? Leg,
    [property: Id(4)] string Operation, [property: Id(5)] string Kind, [property: Id(6)] string? Asset, [property: Id(7)] string? Source,
    [property: Id(8)] string? Target, [property: Id(9)] long? Lot, [property: Id(10)] long? Amount)
{
    /// <summary>Where an export goes on after this line's operation.</summary>
    public LedgerCursor Cursor => new(At, Wallet, Sequence);

    /// <summary>Where an export goes on after this very line: with the rest of its operation, if there is more of it.</summary>
    public LedgerCursor LineCursor => new(At, Wallet, Sequence, Leg);

    /// <summary>By how much more, or less, the owner could spend after it.</summary>
    public long AvailableChange => Target == "wallet" ? Amount ?? 0 : Source == "wallet" ? -(Amount ?? 0) : 0;
}

/// <summary>A page of an export.</summary>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Until">Where the export ends: at what was asked for, or at what is settled by now, whichever is earlier.</param>
[GenerateSerializer, Immutable, Alias("darkroom.ledger-export-page")]
public sealed record LedgerExportPage(
    [property: Id(0)] IReadOnlyList<LedgerLine> Lines, [property: Id(1)] LedgerCursor? Next, [property: Id(2)] DateTimeOffset Until);

/// <summary>A page of somebody's history, oldest first, in whole operations.</summary>
/// <param name="Next">The last sequence of the page, after which the next one begins; null at the end.</param>
[GenerateSerializer, Immutable, Alias("darkroom.ledger-statement-page")]
public sealed record LedgerStatementPage([property: Id(0)] IReadOnlyList<LedgerLine> Lines, [property: Id(1)] long? Next);
