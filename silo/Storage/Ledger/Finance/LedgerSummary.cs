using System.Data;
using Dapper;
using Darkroom.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>What finance asks the books. Read from what is durable, over one snapshot each. Thread-safe.</summary>
public sealed class LedgerSummary(Database database, TimeProvider time)
{
    private const long MillisecondsPerDay = 86_400_000;
    private readonly Statements sql = database.Statements("Ledger/Finance");

    /// <summary>
    /// Everything that moved in a window: what was sold and given, used, expired and taken back. Of days whose details of spending are forgotten, details count
    /// where the whole day is in the window.
    /// </summary>
    /// <param name="since">The first moment.</param>
    /// <param name="until">The first moment after it.</param>
    public async Task<IReadOnlyList<Movement>> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation = default)
    {
        var sums = new MovementSums();
        await database.Read(
            (connection, snapshot) =>
            {
                sums = new MovementSums();
                sums.Add(Entries(connection, snapshot, since, until));
                sums.Add(Forgotten(connection, snapshot, since, until, until));
                return true;
            },
            cancellation);
        return sums.Movements;
    }

    /// <summary>The same without what was forgotten: windows that follow each other add up to that of all of them.</summary>
    internal Task<IReadOnlyList<Movement>> Entries(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation) =>
        database.Read((connection, snapshot) => Entries(connection, snapshot, since, until), cancellation);

    /// <summary>Details that were forgotten, of days that begin in a part of a window and end within the window.</summary>
    /// <param name="since">The first moment of the part.</param>
    /// <param name="reached">The first moment after it.</param>
    /// <param name="until">The end of the window.</param>
    internal Task<IReadOnlyList<Movement>> Forgotten(DateTimeOffset since, DateTimeOffset reached, DateTimeOffset until, CancellationToken cancellation) =>
        database.Read((connection, snapshot) => Forgotten(connection, snapshot, since, reached, until), cancellation);

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

    /// <summary>A wallet's whole history, oldest first, page by page: why its balance is what it is. What was forgotten stands in it as sums.</summary>
    /// <param name="after">The last sequence of the page before; 0 for the first.</param>
    /// <returns>Empty at the end. Null when nobody of that name has a wallet (any more).</returns>
    public Task<IReadOnlyList<LedgerLine>?> Statement(UserId owner, long after, int operations, CancellationToken cancellation = default) =>
        database.Read<IReadOnlyList<LedgerLine>?>(
            (connection, snapshot) => connection.QueryFirstOrDefault<string>(sql["wallet-of"], new { owner = owner.ToString() }, snapshot) is { } wallet
                ? Statement(connection, snapshot, wallet, after, operations)
                : null,
            cancellation);

    private List<LedgerLine> Statement(IDbConnection connection, IDbTransaction snapshot, string wallet, long after, int operations)
    {
        var lines = connection.Query<LineRow>(sql["statement"], new { wallet, after, limit = operations }, snapshot).Select(row => row.ToLine()).ToList();
        if (connection.QueryFirstOrDefault<StatementCheckpoint>(sql["checkpoint"], new { wallet, after }, snapshot) is { } row)
        {
            // Behind what is left from before it, once the page has come so far.
            var place = lines.TakeWhile(line => line.Sequence <= row.Sequence).Count();
            if (place < lines.Count || lines.Select(line => line.Sequence).Distinct().Count() < operations || lines[^1].Sequence == row.Sequence)
            {
                lines.InsertRange(place, row.ToLines());
            }
        }

        return lines;
    }

    private IReadOnlyList<Movement> Entries(IDbConnection connection, IDbTransaction snapshot, DateTimeOffset since, DateTimeOffset until) =>
        [.. connection.Query<MovementRow>(sql["movements"], new { since = since.ToUnixTimeMilliseconds(), until = until.ToUnixTimeMilliseconds() }, snapshot).Select(row => row.ToMovement())];

    private IReadOnlyList<Movement> Forgotten(IDbConnection connection, IDbTransaction snapshot, DateTimeOffset since, DateTimeOffset reached, DateTimeOffset until) =>
        [.. connection.Query<MovementRow>(
            sql["forgotten"], new { since = since.ToUnixTimeMilliseconds(), reached = reached.ToUnixTimeMilliseconds(), until = until.ToUnixTimeMilliseconds() }, snapshot)
            .Select(row => row.ToMovement())];

    /// <summary>A wallet's checkpoint, as lines of its history: what the details moved that it stands for.</summary>
    /// <param name="Until">The first moment of which the asset's details are kept.</param>
    private sealed record StatementCheckpoint(string Wallet, long Sequence, byte[] Chain, string Content, string Key, byte[] Signature, long? Until)
    {
        public IEnumerable<LedgerLine> ToLines()
        {
            var checkpoint = new CheckpointRow(Wallet, Sequence, Chain, Content, Key, Signature).Read(key: null);
            return checkpoint.Movements.Select((one, i) => new LedgerLine(
                LedgerNames.Time(Until ?? 0), Wallet, Sequence, i, "checkpoint", "checkpoint", checkpoint.Asset, one.Source, one.Target, one.Lot, one.Amount));
        }
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
