using System.Data;
using System.Globalization;
using Dapper;
using Darkroom.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>What was said of days when details of them were forgotten, in the database. Thread-safe.</summary>
internal sealed class ForgottenDays(Database database)
{
    private readonly Statements sql = database.Statements("Ledger/Forgetting");

    /// <summary>All of one day, in order.</summary>
    public IReadOnlyList<SignedForgottenDay> Of(IDbConnection connection, IDbTransaction snapshot, DateOnly day)
    {
        var name = Name(day);
        return [.. connection.Query<StatementRow>(sql["forgotten-days"], new { day = name }, snapshot).AsList().Select(row => new SignedForgottenDay(
            new ForgottenDay(
                day, (int)row.Number, new Asset(row.Asset), row.Operations,
                InOrder(connection.Query<MovementRow>(sql["forgotten-movements"], new { day = name, asset = row.Asset }, snapshot).Select(one => one.ToMovement())),
                row.Rest, LedgerNames.Time(row.ForgottenAt)),
            row.Key, row.Signature))];
    }

    /// <summary>The sealed days up to one with details of an asset of which nothing was said yet, oldest first.</summary>
    public IReadOnlyList<DateOnly> Waiting(IDbConnection connection, IDbTransaction snapshot, Asset asset, DateTimeOffset before) =>
        [.. connection.Query<string>(sql["days-to-forget"], new { asset = asset.Name, before = before.ToUnixTimeMilliseconds() }, snapshot)
            .Select(day => DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture))];

    /// <summary>How many details an asset has in a window of time, and what they moved.</summary>
    public (long Operations, IReadOnlyList<Movement> Movements) Details(
        IDbConnection connection, IDbTransaction snapshot, Asset asset, DateTimeOffset opensAt, DateTimeOffset closesAt)
    {
        var window = new { asset = asset.Name, opensAt = opensAt.ToUnixTimeMilliseconds(), closesAt = closesAt.ToUnixTimeMilliseconds() };
        return (
            connection.ExecuteScalar<long>(sql["spending-operations"], window, snapshot),
            InOrder(connection.Query<MovementRow>(sql["spending-movements"], window, snapshot).Select(one => one.ToMovement())));
    }

    /// <returns>False when somebody else has said something of the day meanwhile.</returns>
    public bool Add(IDbConnection connection, IDbTransaction transaction, SignedForgottenDay one, DateTimeOffset closesAt)
    {
        var before = Of(connection, transaction, one.Day.Day);
        if (before.Count != one.Day.Number - 1 || before.Any(other => other.Day.Asset == one.Day.Asset))
        {
            return false;
        }

        var (day, asset) = (Name(one.Day.Day), one.Day.Asset.Name);
        foreach (var movement in one.Day.Movements)
        {
            connection.Execute(
                sql["add-forgotten-movement"],
                new { day, asset, kind = movement.Kind, lotKind = movement.LotKind, source = movement.Source, target = movement.Target, transfers = movement.Transfers, amount = movement.Amount },
                transaction);
        }

        connection.Execute(
            sql["add-forgotten"],
            new
            {
                day,
                number = one.Day.Number,
                asset,
                closesAt = closesAt.ToUnixTimeMilliseconds(),
                operations = one.Day.Operations,
                rest = one.Day.Rest.ToArray(),
                key = one.Key,
                signature = one.Signature.ToArray(),
                forgottenAt = one.Day.ForgottenAt.ToUnixTimeMilliseconds(),
            },
            transaction);
        return true;
    }

    private static string Name(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static Movement[] InOrder(IEnumerable<Movement> movements) =>
        [.. movements.OrderBy(one => $"{one.Kind}/{one.LotKind}/{one.Source}/{one.Target}", StringComparer.Ordinal)];

    private sealed record StatementRow(string Day, long Number, string Asset, long ClosesAt, long Operations, byte[] Rest, string Key, byte[] Signature, long ForgottenAt);
}
