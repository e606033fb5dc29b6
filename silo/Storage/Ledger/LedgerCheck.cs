using System.Data;
using Dapper;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>
/// Goes through the books from the first entry to the last and verifies that every history can have happened, that every chain,
/// checkpoint, head and fold is what the history makes it, and that every asset sums to zero. Memory is bounded by the largest wallet's lots
/// and open holds, time grows with the number of transfers. Thread-safe.
/// </summary>
public sealed class LedgerCheck(Database database)
{
    private const int Page = 1000;
    private readonly Statements sql = database.Statements("Ledger");

    /// <summary>Checks one snapshot of the books.</summary>
    /// <param name="key">To check the signatures of checkpoints with; null leaves that out.</param>
    public Task<LedgerReport> Run(BooksKey? key = null, CancellationToken cancellation = default) =>
        database.Read((connection, snapshot) => Check(connection, snapshot, key, cancellation), cancellation);

    private LedgerReport Check(IDbConnection connection, IDbTransaction snapshot, BooksKey? key, CancellationToken cancellation)
    {
        var totals = new LedgerTotals();
        try
        {
            if (connection.QueryFirstOrDefault<(string Wallet, long Sequence)?>(sql["check-stray-transfer"], transaction: snapshot) is { } stray)
            {
                throw new InvalidDataException($"Wallet {stray.Wallet} has transfers of operation {stray.Sequence}, which is missing.");
            }

            using var entries = LedgerEntry.Of(EntryRows(connection, snapshot)).GetEnumerator();
            var more = entries.MoveNext();
            foreach (var head in HeadRows(connection, snapshot))
            {
                cancellation.ThrowIfCancellationRequested();
                totals.OnWallet();

                // Both come in the order of the wallets' names: what comes before this head belongs to none.
                Require(
                    !more || string.CompareOrdinal(entries.Current.Wallet, head.Wallet) >= 0,
                    () => $"Wallet {entries.Current.Wallet} has operations and no head.");
                var history = Begin(head, key, totals);
                for (; more && entries.Current.Wallet == head.Wallet; more = entries.MoveNext())
                {
                    Follow(history, entries.Current, totals);
                }

                var wallet = End(history);
                Compare(connection, snapshot, wallet, head);
                totals.OnFold(wallet);
            }

            Require(!more, () => $"Wallet {entries.Current.Wallet} has operations and no head.");
            totals.RequireBalance();
            return totals.Report(null);
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            return totals.Report(broken.Message);
        }
    }

    private static WalletHistory Begin(CheckedHead head, BooksKey? key, LedgerTotals totals)
    {
        var wallet = Wallet.Empty(new WalletId(head.Wallet), new Asset(head.Asset));
        var checkpoint = head.Checkpoint()?.Read(key);
        totals.OnForgotten(wallet.Asset, checkpoint);
        return new WalletHistory(wallet, checkpoint);
    }

    private static void Follow(WalletHistory history, LedgerEntry entry, LedgerTotals totals)
    {
        var asset = history.Wallet.Asset;
        In(history, () =>
        {
            var operation = entry.ToOperation();
            history.Follow(operation, entry.Chain);
            Require(entry.IsOf(asset), () => $"Operation {entry.Sequence} moves another asset.");
            totals.OnOperation(asset, operation);
        });
    }

    private static Wallet End(WalletHistory history)
    {
        In(history, history.End);
        return history.Wallet;
    }

    private static void In(WalletHistory history, Action step)
    {
        try
        {
            step();
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            throw new InvalidDataException($"Wallet {history.Wallet.Id}: {broken.Message}", broken);
        }
    }

    private void Compare(IDbConnection connection, IDbTransaction snapshot, Wallet wallet, CheckedHead head)
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
    private IEnumerable<CheckedHead> HeadRows(IDbConnection connection, IDbTransaction snapshot)
    {
        for (var after = ""; ;)
        {
            var page = connection.Query<CheckedHead>(sql["check-heads"], new { after, limit = Page }, snapshot).AsList();
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

    private static void Require(bool condition, Func<string> fault)
    {
        if (!condition)
        {
            throw new InvalidDataException(fault());
        }
    }

    /// <summary>A head and, where its wallet has one, the checkpoint.</summary>
    private sealed record CheckedHead(
        string Wallet, string Asset, long Sequence, byte[] Chain, long? CoveredTo, byte[]? CoveredChain, string? Content, string? Key, byte[]? Signature)
    {
        public CheckpointRow? Checkpoint() =>
            CoveredTo is { } sequence ? new CheckpointRow(Wallet, sequence, CoveredChain!, Content!, Key!, Signature!) : null;
    }
}
