using System.Globalization;
using Dapper;

namespace Darkroom.Storage.Finance;

/// <summary>One line of an export: a transfer, or an operation that moved nothing (then what it moved is null). Immutable.</summary>
/// <param name="Wallet">Its pseudonym in the books.</param>
/// <param name="Sequence">Of the operation in its wallet.</param>
/// <param name="Lot">The sequence of the operation that made the lot.</param>
/// <param name="Amount">In the smallest unit of the asset, from source to target.</param>
public sealed record LedgerLine(
    DateTimeOffset At, string Wallet, long Sequence, long? Leg, string Operation, string Kind, string? Asset, string? Source, string? Target, long? Lot, long? Amount)
{
    /// <summary>Where an export goes on after this line's operation.</summary>
    public LedgerCursor Cursor => new(At, Wallet, Sequence);
}

/// <summary>A place in the books in the order of time: that of an operation.</summary>
public sealed record LedgerCursor(DateTimeOffset At, string Wallet, long Sequence)
{
    /// <summary>Before everything at or after a time.</summary>
    public static LedgerCursor Before(DateTimeOffset time) => new(time.AddMilliseconds(-1), "~", long.MaxValue);

    /// <summary>Reads <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static LedgerCursor Parse(string text) => text.Split('/') is [var at, var wallet, var sequence]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LedgerCursor(LedgerNames.Time(milliseconds), wallet, number)
            : throw new FormatException($"'{text}' is not a place in the books.");

    /// <summary>Short and without spaces, for a command line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}/{Wallet}/{Sequence}");
}

/// <summary>
/// Everything in a window of time, in the order of time, page by page. What is settled (<see cref="LedgerDays.Settling"/>) stays where it is, so
/// an export that was broken off goes on at its last line. Thread-safe.
/// </summary>
public sealed class LedgerExport(Database database, TimeProvider time)
{
    private readonly Statements sql = database.Statements("Ledger/Finance");

    /// <summary>The end of what can be exported now: nothing is added before it any more.</summary>
    public DateTimeOffset Settled => time.GetUtcNow() - LedgerDays.Settling;

    /// <summary>The lines of so many operations.</summary>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="until">The first moment that is not wanted.</param>
    /// <returns>Empty at the end.</returns>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<LedgerLine>> Page(LedgerCursor after, DateTimeOffset until, int operations, CancellationToken cancellation = default) =>
        database.Read<IReadOnlyList<LedgerLine>>(
            (connection, snapshot) => connection.Query<LineRow>(
                sql["export"],
                new { at = after.At.ToUnixTimeMilliseconds(), wallet = after.Wallet, sequence = after.Sequence, until = until.ToUnixTimeMilliseconds(), limit = operations }, snapshot)
                .Select(row => row.ToLine()).ToArray(),
            cancellation);
}

internal sealed class LineRow
{
    public required long At { get; init; }

    public required string Wallet { get; init; }

    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required string Kind { get; init; }

    public long? Leg { get; init; }

    public string? Asset { get; init; }

    public string? Source { get; init; }

    public string? Target { get; init; }

    public long? Lot { get; init; }

    public long? Amount { get; init; }

    public LedgerLine ToLine() => new(LedgerNames.Time(At), Wallet, Sequence, Leg, Id, Kind, Asset, Source, Target, Lot, Amount);
}
