using System.Data;
using System.Data.Common;
using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>
/// The appends that share a commit, as one unit of work: locks the heads, leaves out what does not follow its head, and writes the
/// rest of each wallet as one: all entries, the folds as they end, and one move of the head, by compare-and-set. What is left out of one
/// wallet touches no other. Where the database is a round trip away, all of it is sent at once, as if nothing had to be left out, which is
/// the rule; where something has, that is taken back.
/// </summary>
internal sealed class LedgerBatch
{
    private readonly bool isRemote;
    private readonly LedgerTables tables;
    private readonly Dictionary<string, Merged> merged = new(StringComparer.Ordinal);

    private LedgerBatch(Statements sql, IDbConnection connection, IDbTransaction transaction)
    {
        isRemote = WriteBatch.IsRemoteTo(connection);
        tables = new LedgerTables(sql, connection, transaction);
    }

    /// <returns>For each append, whether it was applied.</returns>
    public static IReadOnlyList<AppendResult> Execute(Statements sql, IDbConnection connection, IDbTransaction transaction, IReadOnlyList<LedgerAppend> appends) =>
        new LedgerBatch(sql, connection, transaction).Execute(appends);

    private AppendResult[] Execute(IReadOnlyList<LedgerAppend> appends) =>
        isRemote && Follow(appends) && TryWrite() ? [.. appends.Select(_ => AppendResult.Appended)] : ExecuteInSteps(appends);

    /// <summary>Takes every wallet to be where its first append says; answers whether all the others follow.</summary>
    private bool Follow(IReadOnlyList<LedgerAppend> appends)
    {
        foreach (var append in appends)
        {
            var before = append.Before;
            if (!merged.TryGetValue(before.Id.Value, out var wallet))
            {
                merged.Add(before.Id.Value, wallet = new Merged(before.Sequence, [.. before.Chain]));
            }

            // A wallet without a history has to be opened first.
            if (before.Sequence == 0 || !wallet.TryFollow(append) || wallet.Appends[0].Owner != append.Owner)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryWrite()
    {
        var written = false;
        try
        {
            written = tables.TryWrite(merged.Values);
        }
        catch (DbException failure) when (IsRefusal(failure))
        {
            // It says no more than that something has to be left out, and not what.
        }

        if (!written)
        {
            tables.TakeBack();
        }

        return written;
    }

    // A constraint, or one of the triggers of the books.
    private static bool IsRefusal(DbException failure) =>
        failure.SqlState is "P0001" || failure.SqlState?.StartsWith("23", StringComparison.Ordinal) == true;

    private AppendResult[] ExecuteInSteps(IReadOnlyList<LedgerAppend> appends)
    {
        merged.Clear();
        tables.OpenWallets(appends.Where(append => append.Before.Sequence == 0).DistinctBy(append => append.Owner));
        foreach (var (wallet, head) in tables.LockHeads(appends))
        {
            merged.Add(wallet, new Merged(head.Sequence, head.Chain));
        }

        foreach (var (wallet, id) in tables.Recorded(appends))
        {
            merged.GetValueOrDefault(wallet)?.Names.Add(id);
        }

        var results = new AppendResult[appends.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = merged.TryGetValue(appends[i].Before.Id.Value, out var wallet) && wallet.TryFollow(appends[i]) ? AppendResult.Appended : AppendResult.Stale;
        }

        tables.Write([.. merged.Values.Where(wallet => wallet.Appends.Count > 0)]);
        return results;
    }

    /// <summary>What of a batch belongs to one wallet.</summary>
    internal sealed class Merged(long sequence, byte[] chain)
    {

        /// <summary>The ids that are recorded, of those that somebody has taken for absent.</summary>
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        /// <summary>Those that follow the head, each the one before it.</summary>
        public List<LedgerAppend> Appends { get; } = [];

        public Wallet Before => Appends[0].Before;

        public Wallet After => Appends[^1].After;

        public bool TryFollow(LedgerAppend append)
        {
            if (append.Before.Sequence != sequence || !append.Before.Chain.AsSpan().SequenceEqual(chain) || append.Absent.Any(Names.Contains))
            {
                return false;
            }

            (sequence, chain) = (append.After.Sequence, append.Entries[^1].Chain);
            Appends.Add(append);
            foreach (var (operation, _) in append.Entries)
            {
                Names.Add(operation.Id);
            }

            return true;
        }
    }
}
