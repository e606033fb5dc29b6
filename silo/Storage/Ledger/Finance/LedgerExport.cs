using Dapper;
using Darkroom.Finance;

namespace Darkroom.Storage.Finance;

/// <summary>
/// Everything in a window of time, in the order of time, page by page. What is settled (<see cref="LedgerDays.Settling"/>) stays where it is, so
/// an export that was broken off goes on at its last line. Thread-safe.
/// </summary>
public sealed class LedgerExport(Database database, TimeProvider time)
{
    private readonly Statements sql = database.Statements("Ledger/Finance");

    /// <summary>The end of what can be exported now, in whole milliseconds as the books keep time: nothing is added before it any more.</summary>
    public DateTimeOffset Settled => DateTimeOffset.FromUnixTimeMilliseconds((time.GetUtcNow() - LedgerDays.Settling).ToUnixTimeMilliseconds());

    /// <summary>The lines of so many operations.</summary>
    /// <param name="after">Where the page before ended; if that was within an operation, the rest of it comes first and does not count.</param>
    /// <param name="until">The first moment that is not wanted.</param>
    /// <returns>Empty at the end.</returns>
    /// <exception cref="StorageUnavailableException">The database does not answer.</exception>
    public Task<IReadOnlyList<LedgerLine>> Page(LedgerCursor after, DateTimeOffset until, int operations, CancellationToken cancellation = default)
    {
        var (sequence, limit) = after.Leg is null ? (after.Sequence, operations) : (after.Sequence - 1, operations + 1);
        return database.Read<IReadOnlyList<LedgerLine>>(
            (connection, snapshot) => connection.Query<LineRow>(
                sql["export"],
                new { at = after.At.ToUnixTimeMilliseconds(), wallet = after.Wallet, sequence, until = until.ToUnixTimeMilliseconds(), limit }, snapshot)
                .Select(row => row.ToLine()).SkipWhile(line => IsBehind(line, after)).ToArray(),
            cancellation);
    }

    /// <summary>The assets of wallets: an operation that moved nothing does not say of which asset it is.</summary>
    internal Task<IReadOnlyDictionary<string, string>> Assets(string[] wallets, CancellationToken cancellation) =>
        wallets.Length == 0
            ? Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>())
            : database.Read<IReadOnlyDictionary<string, string>>(
                (connection, snapshot) => connection.Query<(string Wallet, string Asset)>(sql["wallet-assets"], new { wallets }, snapshot)
                    .ToDictionary(row => row.Wallet, row => row.Asset, StringComparer.Ordinal),
                cancellation);

    private static bool IsBehind(LedgerLine line, LedgerCursor after) =>
        after.Leg is { } leg && line.Cursor == after with { Leg = null } && (line.Leg ?? leg) <= leg;
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
