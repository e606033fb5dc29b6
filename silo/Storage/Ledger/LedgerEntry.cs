using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>An operation as the books have it, with the rows of its transfers. Immutable.</summary>
internal sealed class LedgerEntry
{
    private readonly List<EntryRow> rows;

    private LedgerEntry(List<EntryRow> rows) => this.rows = rows;

    public string Wallet => rows[0].Wallet;

    public long Sequence => rows[0].Sequence;

    public byte[] Chain => rows[0].Chain;

    /// <summary>Gathers the rows of each operation, which follow each other.</summary>
    public static IEnumerable<LedgerEntry> Of(IEnumerable<EntryRow> rows)
    {
        List<EntryRow> entry = [];
        foreach (var row in rows)
        {
            if (entry.Count > 0 && (entry[0].Sequence != row.Sequence || entry[0].Wallet != row.Wallet))
            {
                yield return new LedgerEntry(entry);
                entry = [];
            }

            entry.Add(row);
        }

        if (entry.Count > 0)
        {
            yield return new LedgerEntry(entry);
        }
    }

    /// <exception cref="FormatException">A name in it is none.</exception>
    public Operation ToOperation() => OperationRow.ToOperation(rows);

    /// <summary>Whether everything that it moves is of this asset.</summary>
    public bool IsOf(Asset asset) => rows.TrueForAll(row => row.Asset is null || row.Asset == asset.Name);
}

/// <summary>An operation and one of its legs; one row with nulls for an operation that moved nothing.</summary>
internal sealed record EntryRow(
    string Wallet, long Sequence, string Id, string Kind, long Amount, string? LotKind, long? LotExpiresAt, long At, string? Reason, byte[] Chain,
    string? Asset, string? Source, string? Target, long? Lot, long? Moved)
    : OperationRow(Sequence, Id, Kind, Amount, LotKind, LotExpiresAt, At, Reason, Source, Target, Lot, Moved);
