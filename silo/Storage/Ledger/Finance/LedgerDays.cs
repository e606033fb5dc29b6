using System.Data;
using System.Globalization;
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

    private readonly Statements sql = database.Statements("Ledger/Finance");
    private readonly DayReader reader = new(database);

    /// <summary>The last day that can be sealed now.</summary>
    public DateOnly LastOver => DateOnly.FromDateTime((time.GetUtcNow() - Settling).UtcDateTime).AddDays(-1);

    /// <summary>Seals every day up to and including one that is not sealed yet. A repeat seals nothing.</summary>
    /// <returns>What was sealed now, in order.</returns>
    /// <exception cref="ArgumentException">The day is not over yet.</exception>
    /// <exception cref="BooksException">There is nothing in the books up to then, or the key is a public one.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer; days that were sealed before that stay so.</exception>
    public async Task<IReadOnlyList<SealedDay>> Close(DateOnly day, BooksKey key, CancellationToken cancellation = default)
    {
        if (day > LastOver)
        {
            throw new ArgumentException($"{day:O} is not over, or not for {Settling.TotalMinutes:0} minutes; the last day that can be sealed is {LastOver:O}.");
        }

        var closed = new List<SealedDay>();
        while (await CloseNext(day, key, cancellation) is { } next)
        {
            closed.Add(next);
        }

        return closed;
    }

    /// <summary>Seals the next day that is not sealed yet. As <see cref="Close"/>.</summary>
    /// <returns>Null when all are sealed up to and including the last.</returns>
    internal async Task<SealedDay?> CloseNext(DateOnly last, BooksKey key, CancellationToken cancellation)
    {
        for (; ; )
        {
            if (await database.Read((connection, snapshot) => Next(connection, snapshot, last), cancellation) is not var (previous, read))
            {
                return null;
            }

            var seal = SealedDay.Of(read, previous, key, time.GetUtcNow());
            if (await database.Write((connection, transaction) => Add(connection, transaction, seal), cancellation))
            {
                return seal;
            }
        }
    }

    /// <summary>Whether there is a day to be sealed, now or ever before.</summary>
    internal Task<bool> HaveBegun(CancellationToken cancellation) => database.Read(
        (connection, snapshot) => connection.ExecuteScalar<long?>(sql["first-entry"], transaction: snapshot) is { } first
            && DateOnly.FromDateTime(LedgerNames.Time(first).UtcDateTime) <= LastOver,
        cancellation);

    /// <summary>All sealed days, oldest first, against the books as they are.</summary>
    /// <param name="key">To check signatures with; null leaves that out.</param>
    /// <returns>How many days are sealed, and the first one that is not right, in words.</returns>
    public Task<(int Days, string? Fault)> Verify(BooksKey? key, CancellationToken cancellation = default) =>
        database.Read((connection, snapshot) =>
        {
            var days = 0;
            SealedDay? before = null;
            foreach (var found in reader.Days(connection, snapshot))
            {
                cancellation.ThrowIfCancellationRequested();
                days++;
                if (reader.Fault(connection, snapshot, found, before, key) is { } fault)
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
        database.Read((connection, snapshot) => reader.Days(connection, snapshot, after, limit), cancellation);

    private (ReadOnlyMemory<byte> Previous, LedgerDay Day)? Next(IDbConnection connection, IDbTransaction snapshot, DateOnly last)
    {
        if (reader.Last(connection, snapshot) is { } before)
        {
            return before.Day.Day >= last ? null
                : (before.Seal, reader.Read(connection, snapshot, before.Day.Day.AddDays(1), before.Day.ClosesAt, before.Day.Accounts, []));
        }

        var first = connection.ExecuteScalar<long?>(sql["first-entry"], transaction: snapshot)
            ?? throw new BooksException("There is nothing in the books that could be sealed.");
        var day = DateOnly.FromDateTime(LedgerNames.Time(first).UtcDateTime);
        return day > last
            ? throw new BooksException($"The books begin on {day:O}; there is nothing to seal before.")
            : (SealedDay.NoSeal, reader.Read(connection, snapshot, day, DateTimeOffset.UnixEpoch, [], []));
    }

    /// <returns>False when somebody else has sealed a day meanwhile: then there is another one to be sealed next, or none.</returns>
    private bool Add(IDbConnection connection, IDbTransaction transaction, SealedDay one)
    {
        if (!(reader.Last(connection, transaction)?.Seal ?? SealedDay.NoSeal).Span.SequenceEqual(one.Previous.Span))
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
}
