using Dapper;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>What moved between two accounts in a window of time.</summary>
/// <param name="LotKind">Of the credits: <c>subscription</c>, <c>promotional</c>, <c>paid</c>; null where they belong to no lot.</param>
public sealed record Movement(Asset Asset, string Kind, string? LotKind, string Source, string Target, long Transfers, long Amount);

/// <summary>Credits that are not spent, of one kind, that are about equally old.</summary>
/// <param name="Age">Since they were granted: <see cref="Unspent.Ages"/>.</param>
/// <param name="Free">Can be spent.</param>
/// <param name="Held">Reserved for jobs under way.</param>
public sealed record UnspentCredits(Asset Asset, string LotKind, string Age, long Lots, long Free, long Held);

/// <summary>How ages are told.</summary>
public static class Unspent
{
    private static readonly (int Days, string Name)[] Steps = [(30, "up to 30 days"), (90, "31 to 90 days"), (365, "91 to 365 days"), (int.MaxValue, "over a year")];

    /// <summary>From the youngest to the oldest.</summary>
    public static IReadOnlyList<string> Ages { get; } = [.. Steps.Select(step => step.Name)];

    internal static string AgeOf(long days) => Steps.First(step => days <= step.Days).Name;
}

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

    /// <summary>
    /// The credits that are still owed, by kind and age. Of subscription and paid ones this is the deferred revenue: paid for, and not worked for yet.
    /// </summary>
    public Task<IReadOnlyList<UnspentCredits>> Owed(CancellationToken cancellation = default) =>
        database.Read<IReadOnlyList<UnspentCredits>>(
            (connection, snapshot) =>
            {
                var today = time.GetUtcNow().ToUnixTimeMilliseconds() / MillisecondsPerDay;
                return [.. connection.Query<UnspentRow>(sql["unspent"], transaction: snapshot)
                    .GroupBy(row => (row.Asset, row.LotKind, Age: Unspent.AgeOf(today - row.GrantedOn)))
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
