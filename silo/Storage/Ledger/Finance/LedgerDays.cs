using System.Buffers.Binary;
using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Darkroom.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>
/// Seals the days of the books, and finds a past day that was changed since. A day is sealed once; memory is bounded by the number of accounts,
/// time grows with the day's entries. Thread-safe, and safe from several processes at once.
/// </summary>
public sealed class LedgerDays(Database database, TimeProvider time)
{
    /// <summary>
    /// How long after its end a day can be sealed: when no more entries can come.
    /// </summary>
    public static readonly TimeSpan Settling = IBooks.Settling;

    private const int PageOfDays = 100;
    private readonly Statements sql = database.Statements("Ledger/Finance");

    /// <summary>The last day that can be sealed now.</summary>
    public DateOnly LastOver => DateOnly.FromDateTime((time.GetUtcNow() - Settling).UtcDateTime).AddDays(-1);

    /// <summary>Seals every day up to and including one that is not sealed yet. A repeat seals nothing.</summary>
    /// <returns>What was sealed now, in order.</returns>
    /// <exception cref="ArgumentException">The day is not over yet.</exception>
    /// <exception cref="InvalidOperationException">There is nothing in the books up to then, or the key is a public one.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer; days that were sealed before that stay so.</exception>
    public async Task<IReadOnlyList<SealedDay>> Close(DateOnly day, BooksKey key, CancellationToken cancellation = default)
    {
        if (day > LastOver)
        {
            throw new ArgumentException($"{day:O} is not over, or not for {Settling.TotalMinutes:0} minutes; the last day that can be sealed is {LastOver:O}.");
        }

        var closed = new List<SealedDay>();
        for (; ; )
        {
            var next = await database.Read((connection, snapshot) => Next(connection, snapshot, day), cancellation);
            if (next is not var (previous, read))
            {
                return closed;
            }

            var seal = SealedDay.Of(read, previous, key, time.GetUtcNow());
            if (await database.Write((connection, transaction) => Add(connection, transaction, seal), cancellation))
            {
                closed.Add(seal);
            }
        }
    }

    /// <summary>All sealed days, oldest first, against the books as they are.</summary>
    /// <param name="key">To check signatures with; null leaves that out.</param>
    /// <returns>How many days are sealed, and the first one that is not right, in words.</returns>
    public Task<(int Days, string? Fault)> Verify(BooksKey? key, CancellationToken cancellation = default) =>
        database.Read((connection, snapshot) =>
        {
            var days = 0;
            SealedDay? before = null;
            foreach (var found in Days(connection, snapshot))
            {
                cancellation.ThrowIfCancellationRequested();
                days++;
                var fault = found.Fault((before?.Seal ?? SealedDay.NoSeal).Span, key)
                    ?? found.Day.DifferenceFrom(Read(connection, snapshot, found.Day.Day, found.Day.OpensAt, before?.Day.Accounts ?? []));
                if (fault is not null)
                {
                    return (days, $"{found.Day.Day:O}: {fault}.");
                }

                before = found;
            }

            return (days, (string?)null);
        }, cancellation);

    /// <summary>Sealed days, oldest first, as they were sealed.</summary>
    /// <param name="after">The last day of the page before; null for the first.</param>
    internal Task<IReadOnlyList<SealedDay>> Page(DateOnly? after, int limit, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<SealedDay>>(
            (connection, snapshot) => connection.Query<DayRow>(sql["days"], new { after = after?.ToString("O", CultureInfo.InvariantCulture) ?? "", limit }, snapshot)
                .AsList().Select(row => ToDay(connection, snapshot, row)).ToArray(),
            cancellation);

    private (ReadOnlyMemory<byte> Previous, LedgerDay Day)? Next(IDbConnection connection, IDbTransaction snapshot, DateOnly last)
    {
        if (connection.QueryFirstOrDefault<DayRow>(sql["last-day"], transaction: snapshot) is { } row)
        {
            var before = ToDay(connection, snapshot, row);
            return before.Day.Day >= last ? null
                : (before.Seal, Read(connection, snapshot, before.Day.Day.AddDays(1), before.Day.ClosesAt, before.Day.Accounts));
        }

        var first = connection.ExecuteScalar<long?>(sql["first-entry"], transaction: snapshot)
            ?? throw new InvalidOperationException("There is nothing in the books that could be sealed.");
        var day = DateOnly.FromDateTime(LedgerNames.Time(first).UtcDateTime);
        return day > last
            ? throw new InvalidOperationException($"The books begin on {day:O}; there is nothing to seal before.")
            : (SealedDay.NoSeal, Read(connection, snapshot, day, DateTimeOffset.UnixEpoch, []));
    }

    private LedgerDay Read(IDbConnection connection, IDbTransaction snapshot, DateOnly day, DateTimeOffset opensAt, IReadOnlyList<DayAccount> before)
    {
        var closesAt = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var window = new { opensAt = opensAt.ToUnixTimeMilliseconds(), closesAt = closesAt.ToUnixTimeMilliseconds() };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long operations = 0;
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var (wallet, sequence, chain) in connection.Query<(string, long, byte[])>(sql["day-operations"], window, snapshot, buffered: false))
        {
            operations++;
            hash.AppendData(Encoding.UTF8.GetBytes(wallet));
            BinaryPrimitives.WriteInt64BigEndian(number, sequence);
            hash.AppendData(number);
            hash.AppendData(chain);
        }

        var movements = connection.Query<DayMovement>(sql["day-movements"], window, snapshot).AsList();
        return new LedgerDay(day, opensAt, closesAt, operations, movements.Sum(one => one.Transfers), hash.GetHashAndReset(), After(before, movements));
    }

    private static List<DayAccount> After(IReadOnlyList<DayAccount> before, List<DayMovement> movements)
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

    /// <returns>False when somebody else has sealed a day meanwhile: then there is another one to be sealed next, or none.</returns>
    private bool Add(IDbConnection connection, IDbTransaction transaction, SealedDay one)
    {
        var last = connection.QueryFirstOrDefault<DayRow>(sql["last-day"], transaction: transaction);
        if (!(last?.Seal ?? SealedDay.NoSeal.ToArray()).AsSpan().SequenceEqual(one.Previous.Span))
        {
            return false;
        }

        var day = one.Day.Day.ToString("O", CultureInfo.InvariantCulture);
        foreach (var account in one.Day.Accounts)
        {
            connection.Execute(
                sql["add-day-account"],
                new { day, asset = account.Asset.Name, account = account.Account.Name(), debits = account.Debits, credits = account.Credits, balance = account.Balance }, transaction);
        }

        connection.Execute(
            sql["add-day"],
            new
            {
                day,
                opensAt = one.Day.OpensAt.ToUnixTimeMilliseconds(),
                closesAt = one.Day.ClosesAt.ToUnixTimeMilliseconds(),
                operations = one.Day.Operations,
                transfers = one.Day.Transfers,
                entries = one.Day.Entries.ToArray(),
                previous = one.Previous.ToArray(),
                seal = one.Seal.ToArray(),
                key = one.Key,
                signature = one.Signature.ToArray(),
                sealedAt = one.SealedAt.ToUnixTimeMilliseconds(),
            },
            transaction);
        return true;
    }

    private IEnumerable<SealedDay> Days(IDbConnection connection, IDbTransaction snapshot)
    {
        for (var after = ""; ;)
        {
            var page = connection.Query<DayRow>(sql["days"], new { after, limit = PageOfDays }, snapshot).AsList();
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var row in page)
            {
                yield return ToDay(connection, snapshot, row);
            }

            after = page[^1].Day;
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

    // Properties and not a constructor: SQLite knows no type for the sums in an empty answer, and Dapper wants one for a constructor.
    private sealed class DayMovement
    {
        public required string Asset { get; init; }

        public required string Source { get; init; }

        public required string Target { get; init; }

        public required long Transfers { get; init; }

        public required long Amount { get; init; }
    }
}
