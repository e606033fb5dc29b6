using System.Buffers.Binary;
using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>
/// Reads days: as they were sealed, and as the books have them now. Memory is bounded by the number of accounts, time grows with the day's
/// entries. Thread-safe.
/// </summary>
internal sealed class DayReader(Database database)
{
    private const int Page = 100;
    private readonly Statements sql = database.Statements("Ledger/Finance");
    private readonly ForgottenDays forgotten = new(database);

    /// <summary>All that are sealed, oldest first.</summary>
    public IEnumerable<SealedDay> Days(IDbConnection connection, IDbTransaction snapshot)
    {
        for (DateOnly? after = null; ;)
        {
            var page = Days(connection, snapshot, after, Page);
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var day in page)
            {
                yield return day;
            }

            after = page[^1].Day.Day;
        }
    }

    /// <summary>A page of them.</summary>
    /// <param name="after">The last day of the page before; null for the first.</param>
    public IReadOnlyList<SealedDay> Days(IDbConnection connection, IDbTransaction snapshot, DateOnly? after, int limit) =>
        [.. connection.Query<DayRow>(sql["days"], new { after = after?.ToString("O", CultureInfo.InvariantCulture) ?? "", limit }, snapshot).AsList()
            .Select(row => ToDay(connection, snapshot, row))];

    /// <summary>The one that was sealed last; null while none is.</summary>
    public SealedDay? Last(IDbConnection connection, IDbTransaction snapshot) =>
        connection.QueryFirstOrDefault<DayRow>(sql["last-day"], transaction: snapshot) is { } row ? ToDay(connection, snapshot, row) : null;

    /// <summary>A sealed day and the one before it; null for each that there is not.</summary>
    public (SealedDay? Day, SealedDay? Before) Find(IDbConnection connection, IDbTransaction snapshot, DateOnly day)
    {
        return (One(day), One(day.AddDays(-1)));

        SealedDay? One(DateOnly wanted) =>
            connection.QueryFirstOrDefault<DayRow>(sql["one-day"], new { day = wanted.ToString("O", CultureInfo.InvariantCulture) }, snapshot) is { } row
                ? ToDay(connection, snapshot, row)
                : null;
    }

    /// <summary>What is wrong with a sealed day, in words; null when nothing is.</summary>
    /// <param name="before">The day before, as it was sealed.</param>
    /// <param name="key">Null where signatures cannot be checked.</param>
    public string? Fault(IDbConnection connection, IDbTransaction snapshot, SealedDay found, SealedDay? before, BooksKey? key)
    {
        if (found.Fault((before?.Seal ?? SealedDay.NoSeal).Span, key) is { } broken)
        {
            return broken;
        }

        var gone = forgotten.Of(connection, snapshot, found.Day.Day);
        return gone.Select((one, i) => one.Fault(i + 1, found.Seal.Span, key)).FirstOrDefault(fault => fault is not null)
            ?? found.Day.DifferenceFrom(
                Read(connection, snapshot, found.Day.Day, found.Day.OpensAt, before?.Day.Accounts ?? [], [.. gone.Select(one => one.Day)]),
                gone.Count == 0 ? found.Day.Entries : gone[^1].Day.Rest);
    }

    /// <summary>A day as the books have it.</summary>
    /// <param name="opensAt">Its first moment, or for the first day the beginning of time.</param>
    /// <param name="before">The accounts at the end of the day before.</param>
    /// <param name="gone">What was forgotten of it: counted in, but not in its entries.</param>
    public LedgerDay Read(
        IDbConnection connection, IDbTransaction snapshot, DateOnly day, DateTimeOffset opensAt, IReadOnlyList<DayAccount> before, IReadOnlyList<ForgottenDay> gone)
    {
        var closesAt = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var window = new { opensAt = opensAt.ToUnixTimeMilliseconds(), closesAt = closesAt.ToUnixTimeMilliseconds() };
        var assets = gone.Select(one => one.Asset.Name).ToHashSet(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var operations = gone.Sum(one => one.Operations);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var row in connection.Query<DayOperation>(sql["day-operations"], window, snapshot, buffered: false))
        {
            // Details that were forgotten may still be there for a moment, or while their job is under way.
            if (assets.Contains(row.Asset) && LedgerNames.OperationKind(row.Kind).IsSpending())
            {
                continue;
            }

            operations++;
            hash.AppendData(Encoding.UTF8.GetBytes(row.Wallet));
            BinaryPrimitives.WriteInt64BigEndian(number, row.Sequence);
            hash.AppendData(number);
            hash.AppendData(row.Chain);
        }

        var movements = connection.Query<MovementRow>(sql["day-movements"], window, snapshot)
            .Where(one => !assets.Contains(one.Asset) || !LedgerNames.OperationKind(one.Kind).IsSpending())
            .Select(one => (one.Asset, one.Source, one.Target, one.Transfers, one.Amount))
            .Concat(gone.SelectMany(one => one.Movements).Select(one => (Asset: one.Asset.Name, one.Source, one.Target, one.Transfers, one.Amount)))
            .ToArray();
        return new LedgerDay(day, opensAt, closesAt, operations, movements.Sum(one => one.Transfers), hash.GetHashAndReset(), After(before, movements));
    }

    private static List<DayAccount> After(
        IReadOnlyList<DayAccount> before, IEnumerable<(string Asset, string Source, string Target, long Transfers, long Amount)> movements)
    {
        var accounts = new SortedDictionary<(string, string), DayAccount>(Comparer<(string Asset, string Account)>.Create((x, y) =>
            string.CompareOrdinal(x.Asset, y.Asset) is not 0 and var order ? order : string.CompareOrdinal(x.Account, y.Account)));
        foreach (var account in before)
        {
            accounts[(account.Asset.Name, account.Account.Name())] = account with { Debits = 0, Credits = 0 };
        }

        foreach (var one in movements)
        {
            Move(one.Asset, one.Source, one.Amount, 0);
            Move(one.Asset, one.Target, 0, one.Amount);
        }

        return [.. accounts.Values];

        void Move(string asset, string name, long debit, long credit)
        {
            var account = accounts.GetValueOrDefault((asset, name)) ?? new DayAccount(new Asset(asset), LedgerAccounts.Parse(name), 0, 0, 0);
            accounts[(asset, name)] = account with
            {
                Debits = checked(account.Debits + debit),
                Credits = checked(account.Credits + credit),
                Balance = checked(account.Balance + credit - debit),
            };
        }
    }

    private SealedDay ToDay(IDbConnection connection, IDbTransaction snapshot, DayRow row)
    {
        var accounts = connection.Query<DayAccountRow>(sql["day-accounts"], new { day = row.Day }, snapshot)
            .Select(one => new DayAccount(new Asset(one.Asset), LedgerAccounts.Parse(one.Account), one.Debits, one.Credits, one.Balance)).ToArray();
        var day = new LedgerDay(
            DateOnly.ParseExact(row.Day, "O", CultureInfo.InvariantCulture), LedgerNames.Time(row.OpensAt), LedgerNames.Time(row.ClosesAt), row.Operations,
            row.Transfers, row.Entries, accounts);
        return new SealedDay(day, row.Previous, row.Seal, row.Key, row.Signature, LedgerNames.Time(row.SealedAt));
    }

    private sealed record DayRow(
        string Day, long OpensAt, long ClosesAt, long Operations, long Transfers, byte[] Entries, byte[] Previous, byte[] Seal, string Key, byte[] Signature, long SealedAt);

    private sealed record DayAccountRow(string Asset, string Account, long Debits, long Credits, long Balance);

    private sealed record DayOperation(string Wallet, long Sequence, byte[] Chain, string Kind, string Asset);
}
