using System.Collections.Immutable;
using System.Data.Common;
using Darkroom.Wallets;

namespace Darkroom.Storage;

// Rows as the queries of Ledger/*.sql give them, and what they mean. A type is declared as its columns come: integers are 64 bits.

internal sealed record HeadRow(string Wallet, string Asset, long Sequence, byte[] Chain)
{
    public static HeadRow Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
}

internal static class LotRow
{
    public static Lot Read(DbDataReader row) => new(
        row.GetInt64(0), new LotTerms(LedgerNames.LotKind(row.GetString(1)), LedgerNames.Time(row.Number(3))), LedgerNames.Time(row.GetInt64(2)), row.GetInt64(4))
    {
        Free = row.GetInt64(5),
        Held = row.GetInt64(6),
        Used = row.GetInt64(7),
        Expired = row.GetInt64(8),
        Reclaimed = row.GetInt64(9),
        Debt = row.GetInt64(10),
    };
}

/// <summary>A hold and one of its parts; one row with nulls for a hold of nothing.</summary>
internal sealed record HoldRow(string Job, long Sequence, long Amount, long At, long? Lot, long? Part)
{
    public static HoldRow Read(DbDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.Number(4), row.Number(5));

    public static IEnumerable<Hold> ToHolds(IEnumerable<HoldRow> rows) => rows.GroupBy(row => row.Job).Select(hold =>
    {
        var first = hold.First();
        var parts = hold.Where(row => row.Lot is not null).Select(row => new HoldPart(row.Lot!.Value, row.Part!.Value));
        return new Hold(JobId.Parse(first.Job), first.Sequence, first.Amount, LedgerNames.Time(first.At), [.. parts]);
    });
}

/// <summary>An operation and one of its legs; one row with nulls for an operation that moved nothing.</summary>
internal record OperationRow(
    long Sequence, string Id, string Kind, long Amount, string? LotKind, long? LotExpiresAt, long At, string? Reason, string? Source,
    string? Target, long? Lot, long? Moved)
{
    public static OperationRow Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.Text(4), row.Number(5), row.GetInt64(6),
        row.Text(7), row.Text(8), row.Text(9), row.Number(10), row.Number(11));

    public static Operation ToOperation(IReadOnlyList<OperationRow> rows)
    {
        var first = rows[0];
        var lot = first.LotKind is { } kind ? new LotTerms(LedgerNames.LotKind(kind), LedgerNames.Time(first.LotExpiresAt)) : null;
        var legs = rows.Where(row => row.Source is not null)
            .Select(row => new Leg(LedgerAccounts.Parse(row.Source!), LedgerAccounts.Parse(row.Target!), row.Lot!.Value, row.Moved!.Value))
            .ToImmutableArray();
        return new Operation(first.Sequence, first.Id, LedgerNames.OperationKind(first.Kind), first.Amount, lot, LedgerNames.Time(first.At), legs, first.Reason);
    }
}

// Properties and not a constructor: SQLite knows no type for the sum in an empty answer, and Dapper wants one for a constructor.
internal sealed class TransferRow
{
    public required long Sequence { get; init; }

    public required string Kind { get; init; }

    public required long Amount { get; init; }

    public required long At { get; init; }

    public required string Id { get; init; }

    public TransferView ToView() => new(Sequence, Kind, Amount, LedgerNames.Time(At), Id);
}

internal sealed record OpenHoldRow(string Job, string Owner, long Amount, long At)
{
    public OpenHold ToHold() => new(JobId.Parse(Job), UserId.Parse(Owner), Amount, LedgerNames.Time(At));
}

/// <summary>How enumerations and times are written in the ledger's tables.</summary>
internal static class LedgerNames
{
    private static readonly string[] Operations = ["grant", "hold", "capture", "release", "expire", "refund", "dispute", "reinstatement", "repayment", "correction"];
    private static readonly string[] Lots = ["subscription", "promotional", "paid"];

    public static string Name(this OperationKind kind) => Operations[(int)kind];

    public static string Name(this LotKind kind) => Lots[(int)kind];

    public static OperationKind OperationKind(string name) => (OperationKind)Find(Operations, name);

    public static LotKind LotKind(string name) => (LotKind)Find(Lots, name);

    public static long? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } some ? Time(some) : null;

    private static int Find(string[] names, string name) =>
        Array.IndexOf(names, name) is >= 0 and var index ? index : throw new FormatException($"'{name}' is none of {string.Join(", ", names)}.");
}
