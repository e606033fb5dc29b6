using System.Data;
using Dapper;
using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>
/// Goes through the books from the first entry to the last and verifies that every history can have happened, that every chain,
/// head and fold is what the history makes it, and that every asset sums to zero. Memory is bounded by the largest wallet's lots
/// and open holds, time grows with the number of transfers. Thread-safe.
/// </summary>
public sealed class LedgerCheck(Database database)
{
    private const int Page = 1000;
    private readonly Statements sql = database.Statements("Ledger");

    /// <summary>Checks one snapshot of the books.</summary>
    public Task<LedgerReport> Run(CancellationToken cancellation = default) =>
        database.Read((connection, snapshot) => Check(connection, snapshot, cancellation), cancellation);

    private LedgerReport Check(IDbConnection connection, IDbTransaction snapshot, CancellationToken cancellation)
    {
        var totals = new LedgerTotals();
        try
        {
            if (connection.QueryFirstOrDefault<(string Wallet, long Sequence)?>(sql["check-stray-transfer"], transaction: snapshot) is { } stray)
            {
                throw new InvalidDataException($"Wallet {stray.Wallet} has transfers of operation {stray.Sequence}, which is missing.");
            }

            using var entries = Entries(EntryRows(connection, snapshot)).GetEnumerator();
            var more = entries.MoveNext();
            foreach (var head in HeadRows(connection, snapshot))
            {
                cancellation.ThrowIfCancellationRequested();
                var wallet = Wallet.Empty(new WalletId(head.Wallet), new Asset(head.Asset));
                totals.OnWallet();

                // Both come in the order of the wallets' names: what comes before this head belongs to none.
                Require(
                    !more || string.CompareOrdinal(entries.Current[0].Wallet, head.Wallet) >= 0,
                    () => $"Wallet {entries.Current[0].Wallet} has operations and no head.");
                for (; more && entries.Current[0].Wallet == head.Wallet; more = entries.MoveNext())
                {
                    wallet = Follow(wallet, entries.Current, totals);
                }

                Compare(connection, snapshot, wallet, head);
                totals.OnFold(wallet);
            }

            Require(!more, () => $"Wallet {entries.Current[0].Wallet} has operations and no head.");
            totals.RequireBalance();
            return totals.Report(null);
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            return totals.Report(broken.Message);
        }
    }

    private static Wallet Follow(Wallet wallet, List<EntryRow> rows, LedgerTotals totals)
    {
        var first = rows[0];
        try
        {
            var operation = OperationRow.ToOperation(rows);
            var next = wallet.Apply(operation);
            Require(next.Chain.AsSpan().SequenceEqual(first.Chain), () => $"Operation {first.Sequence} does not match its chain.");
            Require(
                rows.All(row => row.Asset is null || row.Asset == wallet.Asset.Name), () => $"Operation {first.Sequence} moves another asset.");
            totals.OnOperation(wallet.Asset, operation);
            return next;
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            throw new InvalidDataException($"Wallet {first.Wallet}: {broken.Message}", broken);
        }
    }

    private void Compare(IDbConnection connection, IDbTransaction snapshot, Wallet wallet, HeadRow head)
    {
        Require(
            wallet.Sequence == head.Sequence && wallet.Chain.AsSpan().SequenceEqual(head.Chain),
            () => $"Wallet {head.Wallet}: the head says {head.Sequence}, the history ends at {wallet.Sequence} or with another chain.");
        var lots = On("check-lots").Query(LotRow.Read).ToDictionary(lot => lot.Id);
        foreach (var lot in wallet.Lots.Values)
        {
            Require(lots.Remove(lot.Id, out var kept) && kept == lot, () => $"Wallet {head.Wallet}: lot {lot.Id} is not what its history makes it.");
        }

        Require(lots.Count == 0, () => $"Wallet {head.Wallet}: lot {lots.Keys.Min()} was never granted.");
        var holds = HoldRow.ToHolds(On("holds").Query(HoldRow.Read)).ToArray();
        Require(
            holds.Length == wallet.Holds.Count && holds.All(hold => IsSame(hold, wallet.Holds.GetValueOrDefault(hold.Job))),
            () => $"Wallet {head.Wallet}: its holds are not what its history makes them.");

        Prepared On(string statement) => Prepared.On(connection, snapshot, sql[statement]).With("@wallet", head.Wallet);
    }

    private static bool IsSame(Hold stored, Hold? folded) =>
        folded is not null && stored with { Parts = [] } == folded with { Parts = [] } && stored.Parts.AsSpan().SequenceEqual(folded.Parts.AsSpan());

    // By pages: a connection reads one answer at a time, and the two lists are gone through side by side.
    private IEnumerable<HeadRow> HeadRows(IDbConnection connection, IDbTransaction snapshot)
    {
        for (var after = ""; ;)
        {
            var page = connection.Query<HeadRow>(sql["check-heads"], new { after, limit = Page }, snapshot).AsList();
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var row in page)
            {
                yield return row;
            }

            after = page[^1].Wallet;
        }
    }

    private IEnumerable<EntryRow> EntryRows(IDbConnection connection, IDbTransaction snapshot)
    {
        for (var (wallet, sequence) = ("", 0L); ;)
        {
            var page = connection.Query<EntryRow>(sql["check-operations"], new { wallet, sequence, limit = Page }, snapshot).AsList();
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var row in page)
            {
                yield return row;
            }

            (wallet, sequence) = (page[^1].Wallet, page[^1].Sequence);
        }
    }

    // The rows of one operation follow each other.
    private static IEnumerable<List<EntryRow>> Entries(IEnumerable<EntryRow> rows)
    {
        List<EntryRow> entry = [];
        foreach (var row in rows)
        {
            if (entry.Count > 0 && (entry[0].Sequence != row.Sequence || entry[0].Wallet != row.Wallet))
            {
                yield return entry;
                entry = [];
            }

            entry.Add(row);
        }

        if (entry.Count > 0)
        {
            yield return entry;
        }
    }

    private static void Require(bool condition, Func<string> fault)
    {
        if (!condition)
        {
            throw new InvalidDataException(fault());
        }
    }

    private sealed record EntryRow(
        string Wallet, long Sequence, string Id, string Kind, long Amount, string? LotKind, long? LotExpiresAt, long At, string? Reason, byte[] Chain,
        string? Asset, string? Source, string? Target, long? Lot, long? Moved)
        : OperationRow(Sequence, Id, Kind, Amount, LotKind, LotExpiresAt, At, Reason, Source, Target, Lot, Moved);
}
