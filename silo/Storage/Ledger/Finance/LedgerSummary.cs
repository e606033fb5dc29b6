using Dapper;
using Darkroom.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>What finance asks the books. Read from what is durable, over one snapshot each. Thread-safe.</summary>
public sealed class LedgerSummary(Database database, TimeProvider time)
{
    private const long MillisecondsPerDay = 86_400_000;
    private readonly Statements sql = database.Statements("Ledger/Finance");

    /// <summary>Everything that moved in a window: what was sold and given, used, expired and taken back.</summary>
    /// <param name="since">The first moment.</param>
    /// <param name="until">The first moment after it.</param>
    public Task<IReadOnlyList<Movement>> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation = default) =>
        database.Read<IReadOnlyList<Movement>>(
            (connection, snapshot) => connection.Query<MovementRow>(
                sql["movements"], new { since = since.ToUnixTimeMilliseconds(), until = until.ToUnixTimeMilliseconds() }, snapshot)
                .Select(row => new Movement(new Asset(row.Asset), row.Kind, row.LotKind, row.Source, row.Target, row.Transfers, row.Amount)).ToArray(),
            cancellation);

    /// <summary>The time of the first entry that is not before a time; null when there is none.</summary>
    internal Task<DateTimeOffset?> FirstEntry(DateTimeOffset since, CancellationToken cancellation) =>
        database.Read(
            (connection, snapshot) => LedgerNames.Time(connection.ExecuteScalar<long?>(sql["first-entry-since"], new { since = since.ToUnixTimeMilliseconds() }, snapshot)),
            cancellation);

    /// <summary>
    /// The credits that are still owed, by kind and age. Of subscription and paid ones this is the deferred revenue: paid for, and not worked for yet.
    /// </summary>
    public Task<IReadOnlyList<UnspentCredits>> Owed(CancellationToken cancellation = default) => Owed("", "~", cancellation);

    /// <summary>The same of part of the wallets, by name.</summary>
    /// <param name="first">The first name.</param>
    /// <param name="behind">The first name behind them.</param>
    internal Task<IReadOnlyList<UnspentCredits>> Owed(string first, string behind, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<UnspentCredits>>(
            (connection, snapshot) =>
            {
                var today = time.GetUtcNow().ToUnixTimeMilliseconds() / MillisecondsPerDay;
                return [.. connection.Query<UnspentRow>(sql["unspent"], new { first, behind }, snapshot)
                    .GroupBy(row => (row.Asset, row.LotKind, Age: UnspentAge.Of(today - row.GrantedOn)))
                    .Select(group => new UnspentCredits(
                        new Asset(group.Key.Asset), group.Key.LotKind, group.Key.Age, group.Sum(row => row.Lots), group.Sum(row => row.Free), group.Sum(row => row.Held)))];
            },
            cancellation);

    /// <summary>A wallet's whole history, oldest first, page by page: why its balance is what it is.</summary>
    /// <param name="after">The last sequence of the page before; 0 for the first.</param>
    /// <returns>Empty at the end. Null when nobody of that name has a wallet (any more).</returns>
    public Task<IReadOnlyList<LedgerLine>?> Statement(UserId owner, long after, int operations, CancellationToken cancellation = default) =>
        database.Read<IReadOnlyList<LedgerLine>?>(
            (connection, snapshot) => connection.QueryFirstOrDefault<string>(sql["wallet-of"], new { owner = owner.ToString() }, snapshot) is { } wallet
                ? [.. connection.Query<LineRow>(sql["statement"], new { wallet, after, limit = operations }, snapshot).Select(row => row.ToLine())]
                : null,
            cancellation);

    private sealed class MovementRow
    {
        public required string Asset { get; init; }

        public required string Kind { get; init; }

        public string? LotKind { get; init; }

        public required string Source { get; init; }

        public required string Target { get; init; }

        public required long Transfers { get; init; }

        public required long Amount { get; init; }
    }

    private sealed class UnspentRow
    {
        public required string Asset { get; init; }

        public required string LotKind { get; init; }

        public required long GrantedOn { get; init; }

        public required long Lots { get; init; }

        public required long Free { get; init; }

        public required long Held { get; init; }
    }
}
