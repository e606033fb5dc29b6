using System.Data;
using System.Data.Common;
using Darkroom.Wallets;
using static Darkroom.Storage.RowColumn;

namespace Darkroom.Storage;

/// <summary>The statements of a <see cref="LedgerBatch"/>, each once for all wallets. Belongs to the unit of work that made it.</summary>
internal sealed class LedgerTables(Statements sql, IDbConnection connection, IDbTransaction transaction)
{
    private const string Savepoint = "ledger";
    private const string LockHead = "lock-heads";
    private const string FindRecorded = "find-recorded";
    private const string MoveHead = "move-head";
    private static readonly RowColumn Wallet = Text("@wallet");
    private static readonly RowColumn Sequence = Number("@sequence");

    /// <summary>Makes wallets for those owners who have none.</summary>
    public void OpenWallets(IEnumerable<LedgerAppend> firsts)
    {
        var assets = Set("add-asset", Text("@asset"));
        var wallets = Set("open-wallet", Text("@owner"), Wallet, Text("@asset"), Bytes("@chain"));
        foreach (var first in firsts)
        {
            var wallet = first.Before;
            assets.Add(wallet.Asset.Name);
            wallets.Add(first.Owner, wallet.Id.Value, wallet.Asset.Name, wallet.Chain.ToArray());
        }

        if (wallets.Count > 0)
        {
            Send(assets, wallets);
        }
    }

    /// <summary>The heads of those wallets that still belong to their owners, locked until the end.</summary>
    public IEnumerable<(string Wallet, HeadRow Head)> LockHeads(IEnumerable<LedgerAppend> appends)
    {
        var owned = appends.Select(append => (append.Owner, append.Before.Id.Value)).Distinct();
        return Owned(owned).Query(connection, transaction, HeadRow.Read).Select(head => (head.Wallet, head));
    }

    /// <summary>Those ids that are recorded although a decision took them for absent.</summary>
    public IEnumerable<(string Wallet, string Id)> Recorded(IEnumerable<LedgerAppend> appends) =>
        Absent(appends).Query(connection, transaction, row => (row.GetString(0), row.GetString(1)));

    /// <summary>Entries first, then the folds, and last the heads, all of which are locked.</summary>
    public void Write(IReadOnlyCollection<LedgerBatch.Merged> wallets)
    {
        if (wallets.Count == 0)
        {
            return;
        }

        // Nobody else can have moved one since it was locked; if so, the unit is taken back whole.
        var moved = Send(Writes(wallets)).Rows(sql[MoveHead]);
        if (moved != wallets.Count)
        {
            throw new InvalidDataException($"Of {wallets.Count} wallets the heads of {moved} were where they had been locked.");
        }
    }

    /// <summary>Locks, looks and writes in one go, where that is one round trip instead of three, and says what it found.</summary>
    /// <returns>Whether every wallet belonged to its owner and was where it was taken to be, and no id was recorded. If not, what was written has to be taken back.</returns>
    public bool TryWrite(IReadOnlyCollection<LedgerBatch.Merged> wallets)
    {
        var appends = wallets.SelectMany(wallet => wallet.Appends);
        var sent = new WriteBatch(connection, transaction);
        sent.Add($"SAVEPOINT {Savepoint}");
        Send(sent, [Owned(wallets.Select(wallet => (wallet.Appends[0].Owner, wallet.Before.Id.Value))), Absent(appends), .. Writes(wallets)]);
        return sent.Rows(sql[LockHead]) == wallets.Count && sent.Rows(sql[FindRecorded]) == 0 && sent.Rows(sql[MoveHead]) == wallets.Count;
    }

    /// <summary>Takes back what <see cref="TryWrite"/> has written, also when it threw.</summary>
    public void TakeBack() => ((DbTransaction)transaction).Rollback(Savepoint);

    private RowSet Owned(IEnumerable<(string Owner, string Wallet)> owned)
    {
        var heads = Set(LockHead, Text("@owner"), Wallet);
        foreach (var (owner, wallet) in owned)
        {
            heads.Add(owner, wallet);
        }

        return heads;
    }

    private RowSet Absent(IEnumerable<LedgerAppend> appends)
    {
        var ids = Set(FindRecorded, Wallet, Text("@id"));
        foreach (var append in appends)
        {
            foreach (var id in append.Absent)
            {
                ids.Add(append.Before.Id.Value, id);
            }
        }

        return ids;
    }

    private IEnumerable<RowSet> Writes(IReadOnlyCollection<LedgerBatch.Merged> wallets)
    {
        var heads = Set(MoveHead, Wallet, Sequence, Bytes("@chain"), Number("@fromSequence"), Bytes("@fromChain"));
        foreach (var wallet in wallets)
        {
            var (before, after) = (wallet.Before, wallet.After);
            heads.Add(after.Id.Value, after.Sequence, after.Chain.ToArray(), before.Sequence, before.Chain.ToArray());
        }

        return [.. Entries(wallets), Lots(wallets), .. Holds(wallets), heads];
    }

    private RowSet[] Entries(IReadOnlyCollection<LedgerBatch.Merged> wallets)
    {
        var operations = Set(
            "append-operation", Wallet, Sequence, Text("@id"), Text("@kind"), Number("@amount"), Text("@lotKind"), Number("@lotExpiresAt"), Number("@at"),
            Text("@reason"), Bytes("@chain"));
        var transfers = Set(
            "append-transfer", Wallet, Sequence, Number("@leg"), Text("@asset"), Text("@source"), Text("@target"), Number("@lot"), Number("@amount"));
        foreach (var append in wallets.SelectMany(wallet => wallet.Appends))
        {
            var (wallet, asset) = (append.Before.Id.Value, append.Before.Asset.Name);
            foreach (var (operation, chain) in append.Entries)
            {
                operations.Add(
                    wallet, operation.Sequence, operation.Id, operation.Kind.Name(), operation.Amount, operation.Lot?.Kind.Name(),
                    operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds(), operation.At.ToUnixTimeMilliseconds(), operation.Reason, chain);
                for (var i = 0; i < operation.Legs.Length; i++)
                {
                    var leg = operation.Legs[i];
                    transfers.Add(wallet, operation.Sequence, (long)i, asset, leg.Source.Name(), leg.Target.Name(), leg.Lot, leg.Amount);
                }
            }
        }

        return [operations, transfers];
    }

    private RowSet Lots(IReadOnlyCollection<LedgerBatch.Merged> wallets)
    {
        var lots = Set(
            "set-lot", Wallet, Number("@lot"), Text("@kind"), Number("@grantedAt"), Number("@expiresAt"), Number("@granted"), Number("@free"), Number("@held"),
            Number("@used"), Number("@expired"), Number("@reclaimed"), Number("@debt"));
        foreach (var wallet in wallets)
        {
            var (before, after) = (wallet.Before, wallet.After);
            foreach (var lot in after.Lots.Values.Where(lot => !before.Lots.TryGetValue(lot.Id, out var was) || was != lot))
            {
                lots.Add(
                    after.Id.Value, lot.Id, lot.Terms.Kind.Name(), lot.GrantedAt.ToUnixTimeMilliseconds(), lot.Terms.ExpiresAt?.ToUnixTimeMilliseconds(),
                    lot.Granted, lot.Free, lot.Held, lot.Used, lot.Expired, lot.Reclaimed, lot.Debt);
            }
        }

        return lots;
    }

    private RowSet[] Holds(IReadOnlyCollection<LedgerBatch.Merged> wallets)
    {
        var made = Set("add-hold", Wallet, Text("@job"), Sequence, Number("@amount"), Number("@at"));
        var ended = Set("remove-hold", Wallet, Text("@job"));
        foreach (var wallet in wallets)
        {
            // A hold that the batch both makes and ends is never a row.
            foreach (var hold in wallet.After.Holds.Values.Where(hold => hold.Sequence > wallet.Before.Sequence))
            {
                made.Add(wallet.After.Id.Value, hold.Job.ToString(), hold.Sequence, hold.Amount, hold.At.ToUnixTimeMilliseconds());
            }

            foreach (var job in wallet.Before.Holds.Keys.Where(job => !wallet.After.Holds.ContainsKey(job)))
            {
                ended.Add(wallet.After.Id.Value, job.ToString());
            }
        }

        return [made, ended];
    }

    private RowSet Set(string statement, params RowColumn[] columns) => new(sql[statement], columns);

    private WriteBatch Send(params IEnumerable<RowSet> sets) => Send(new WriteBatch(connection, transaction), sets);

    private static WriteBatch Send(WriteBatch writes, IEnumerable<RowSet> sets)
    {
        foreach (var set in sets)
        {
            set.AddTo(writes);
        }

        writes.Send();
        return writes;
    }
}
