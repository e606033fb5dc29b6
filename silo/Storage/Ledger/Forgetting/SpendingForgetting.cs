using System.Data;
using Dapper;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>
/// Forgets details of spending: seals the days that they lie in, says of each day what goes and what is left, and then lets a checkpoint
/// of every wallet take their place. What was bought, given and taken back stays. May be repeated, be cut off anywhere, and run in several
/// processes at once: what was said of a day holds before, while and after its details go. Thread-safe.
/// </summary>
[Clause("PIC-14")]
public sealed class SpendingForgetting(Database database, LedgerDays days, TimeProvider time)
{
    // How much of a wallet's history one checkpoint takes in: that bounds memory, and how long the writer is kept by deleting.
    private const int Stride = 2000;
    private const int Page = 500;
    private const int Concurrency = 8;
    private readonly Statements sql = database.Statements("Ledger/Forgetting");
    private readonly ForgottenDays forgotten = new(database);
    private readonly DayReader reader = new(database);

    /// <summary>Forgets the details of an asset up to and including a day, but for those of holds that are still open.</summary>
    /// <param name="through">In UTC. It has to be over.</param>
    /// <param name="budget">After about so long it stops, to be called again.</param>
    /// <returns>How many details were forgotten, and whether that was all.</returns>
    /// <exception cref="InvalidDataException">The books are not right, so that nothing can be signed for them; the text says where. Nothing was forgotten there.</exception>
    /// <exception cref="BooksException">The key is a public one.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer; call again.</exception>
    public async Task<(long Forgotten, bool IsAll)> Forget(
        Asset asset, DateOnly through, BooksKey key, TimeSpan budget, CancellationToken cancellation = default)
    {
        var began = time.GetTimestamp();
        var before = new DateTimeOffset(through.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var page = await Details(asset, before, null, 1, cancellation);
        if (page.Count == 0)
        {
            return (0, true);
        }

        while (await days.CloseNext(through, key, cancellation) is not null)
        {
            if (IsOver())
            {
                return (0, false);
            }
        }

        foreach (var day in await database.Read((connection, snapshot) => forgotten.Waiting(connection, snapshot, asset, before), cancellation))
        {
            await Say(asset, day, key, cancellation);
            if (IsOver())
            {
                return (0, false);
            }
        }

        var total = 0L;
        for (Detail? last = null; (page = await Details(asset, before, last, Page, cancellation)).Count > 0; last = page[^1])
        {
            foreach (var some in page.Select(one => one.Wallet).Distinct(StringComparer.Ordinal).Chunk(Concurrency))
            {
                for (var wallets = some; wallets.Length > 0;)
                {
                    var steps = await Task.WhenAll(wallets.Select(wallet => Checkpoint(new WalletId(wallet), asset, before, key, cancellation)));
                    total += steps.Sum();
                    wallets = [.. wallets.Where((_, i) => steps[i] >= Stride)];
                    if (IsOver())
                    {
                        return (total, false);
                    }
                }
            }
        }

        return (total, true);

        bool IsOver() => time.GetElapsedTime(began) > budget;
    }

    /// <summary>Signs what goes of a day, after the day was found to be as it was sealed.</summary>
    private async Task Say(Asset asset, DateOnly day, BooksKey key, CancellationToken cancellation)
    {
        var said = await database.Read<(SignedForgottenDay Day, DateTimeOffset ClosesAt)?>((connection, snapshot) =>
        {
            if (reader.Find(connection, snapshot, day) is not ({ } found, var before))
            {
                throw new InvalidDataException($"Sealed day {day:O} is gone.");
            }

            if (reader.Fault(connection, snapshot, found, before, key) is { } fault)
            {
                throw new InvalidDataException($"Sealed day {day:O}: {fault}. Nothing of it is forgotten until that is explained.");
            }

            var gone = forgotten.Of(connection, snapshot, day).Select(one => one.Day).ToArray();
            if (gone.Any(one => one.Asset == asset))
            {
                return null;
            }

            var (operations, movements) = forgotten.Details(connection, snapshot, asset, found.Day.OpensAt, found.Day.ClosesAt);
            var one = new ForgottenDay(day, gone.Length + 1, asset, operations, movements, ReadOnlyMemory<byte>.Empty, LedgerNames.Time(time.GetUtcNow().ToUnixTimeMilliseconds()));
            var rest = reader.Read(connection, snapshot, day, found.Day.OpensAt, before?.Day.Accounts ?? [], [.. gone, one]);
            one = one with { Rest = rest.Entries };
            return found.Day.DifferenceFrom(rest, rest.Entries) is { } lost
                ? throw new InvalidDataException($"Sealed day {day:O} would not add up without its details: {lost}.")
                : (new SignedForgottenDay(one, key.Name, key.Sign(one.Content(found.Seal.Span))), found.Day.ClosesAt);
        }, cancellation);
        if (said is { } statement)
        {
            // If somebody else was faster, theirs says the same.
            await database.Write((connection, transaction) => forgotten.Add(connection, transaction, statement.Day, statement.ClosesAt), cancellation);
        }
    }

    /// <returns>How many of the wallet's details were forgotten: <see cref="Stride"/> where there may be more.</returns>
    private async Task<long> Checkpoint(WalletId wallet, Asset asset, DateTimeOffset before, BooksKey key, CancellationToken cancellation)
    {
        if (await database.Read((connection, snapshot) => Next(connection, snapshot, wallet, asset, before, key), cancellation) is not var (checkpoint, from, details))
        {
            return 0;
        }

        // Refused when somebody else was faster: the details are gone then as well.
        var row = CheckpointRow.Sign(checkpoint, key);
        return await database.Write((connection, transaction) => Put(connection, transaction, row, from), cancellation) ? details : 0;
    }

    private (WalletCheckpoint Checkpoint, long From, long Details)? Next(
        IDbConnection connection, IDbTransaction snapshot, WalletId wallet, Asset asset, DateTimeOffset before, BooksKey key)
    {
        var argument = new { wallet = wallet.Value };
        var earlier = connection.QueryFirstOrDefault<CheckpointRow>(sql["checkpoint"], argument, snapshot)?.Read(key);
        var stop = connection.ExecuteScalar<long?>(sql["oldest-hold"], argument, snapshot) ?? long.MaxValue;
        var history = new WalletHistory(Wallet.Empty(wallet, asset), earlier);
        var from = earlier?.Sequence ?? 0;
        try
        {
            var details = 0L;
            foreach (var entry in LedgerEntry.Of(Rows(connection, snapshot, wallet)))
            {
                var operation = entry.ToOperation();
                if (operation.Sequence >= stop || (operation.Sequence > from && operation.At >= before) || details >= Stride)
                {
                    break;
                }

                history.Follow(operation, entry.Chain);
                details = history.Forgotten - (earlier?.Operations ?? 0);
            }

            return details > 0 ? (history.ToCheckpoint(), from, details) : null;
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"Wallet {wallet}: {broken.Message} Nothing of it is forgotten until that is explained.", broken);
        }
    }

    private IEnumerable<EntryRow> Rows(IDbConnection connection, IDbTransaction snapshot, WalletId wallet)
    {
        for (var after = 0L; ;)
        {
            var page = connection.Query<EntryRow>(sql["history"], new { wallet = wallet.Value, after, limit = Page }, snapshot).AsList();
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var row in page)
            {
                yield return row;
            }

            after = page[^1].Sequence;
        }
    }

    private bool Put(IDbConnection connection, IDbTransaction transaction, CheckpointRow row, long from)
    {
        connection.Execute(sql["lock-wallet"], new { wallet = row.Wallet }, transaction);
        return connection.Execute(
            sql[from == 0 ? "add-checkpoint" : "move-checkpoint"],
            new { wallet = row.Wallet, sequence = row.Sequence, chain = row.Chain, content = row.Content, key = row.Key, signature = row.Signature, from }, transaction) > 0;
    }

    private Task<List<Detail>> Details(Asset asset, DateTimeOffset before, Detail? after, int limit, CancellationToken cancellation) =>
        database.Read(
            (connection, snapshot) => connection.Query<Detail>(
                sql["details"],
                new
                {
                    asset = asset.Name,
                    before = before.ToUnixTimeMilliseconds(),
                    at = after?.At ?? long.MinValue,
                    wallet = after?.Wallet ?? "",
                    sequence = after?.Sequence ?? 0,
                    limit,
                },
                snapshot).AsList(),
            cancellation);

    private sealed record Detail(long At, string Wallet, long Sequence);
}
