using System.Data;
using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>
/// One append as a unit of work: entries first, then the folds, and last the head, by compare-and-set. Nothing is written
/// when the head is not where the decision saw it.
/// </summary>
internal sealed class LedgerAppend
{
    private readonly Statements sql;
    private readonly UserId owner;
    private readonly Wallet before;
    private readonly List<(Operation Operation, byte[] Chain)> entries = [];
    private readonly Wallet after;

    public LedgerAppend(Statements sql, UserId owner, Wallet before, IReadOnlyList<Operation> operations)
    {
        (this.sql, this.owner, this.before, after) = (sql, owner, before, before);
        foreach (var operation in operations)
        {
            after = after.Apply(operation);
            entries.Add((operation, [.. after.Chain]));
        }
    }

    public AppendResult Execute(IDbConnection connection, IDbTransaction transaction)
    {
        if (!(before.Sequence == 0 ? TryOpenWallet() : IsAtHead()))
        {
            return AppendResult.Stale;
        }

        var writes = new WriteBatch(connection, transaction);
        foreach (var (operation, chain) in entries)
        {
            AppendEntry(writes, operation, chain);
        }

        MoveLots(writes);
        MoveHolds(writes);
        writes.Add(
            sql["move-head"], Id, ("@sequence", after.Sequence), ("@chain", Bytes(after)),
            ("@fromSequence", before.Sequence), ("@fromChain", Bytes(before)));

        // Nobody else can have moved it since it was looked at and locked; if so, the unit is taken back whole.
        return writes.Send() == 1 ? AppendResult.Appended : throw new InvalidDataException($"The head of wallet {before.Id} moved under an append.");

        Prepared On(string statement) => Prepared.On(connection, transaction, sql[statement]).With("@wallet", before.Id.Value);

        bool IsAtHead() => On("is-at-head").With("@sequence", before.Sequence).With("@chain", Bytes(before)).IsTrue();

        bool TryOpenWallet()
        {
            if (On("has-wallet").With("@owner", owner.ToString()).IsTrue())
            {
                return false;
            }

            On("add-asset").With("@asset", before.Asset.Name).Execute();
            On("add-head").With("@asset", before.Asset.Name).With("@chain", Bytes(before)).Execute();
            On("add-owner").With("@owner", owner.ToString()).Execute();
            return true;
        }
    }

    private static byte[] Bytes(Wallet wallet) => [.. wallet.Chain];

    private (string Name, object? Value) Id => ("@wallet", before.Id.Value);

    private void AppendEntry(WriteBatch writes, Operation operation, byte[] chain)
    {
        writes.Add(
            sql["append-operation"],
            Id,
            ("@sequence", operation.Sequence),
            ("@id", operation.Id),
            ("@kind", operation.Kind.Name()),
            ("@amount", operation.Amount),
            ("@lotKind", operation.Lot?.Kind.Name()),
            ("@lotExpiresAt", operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds()),
            ("@at", operation.At.ToUnixTimeMilliseconds()),
            ("@reason", operation.Reason),
            ("@chain", chain));
        for (var i = 0; i < operation.Legs.Length; i++)
        {
            var leg = operation.Legs[i];
            writes.Add(
                sql["append-transfer"],
                Id,
                ("@sequence", operation.Sequence),
                ("@leg", i),
                ("@asset", before.Asset.Name),
                ("@source", leg.Source.Name()),
                ("@target", leg.Target.Name()),
                ("@lot", leg.Lot),
                ("@amount", leg.Amount));
        }
    }

    private void MoveLots(WriteBatch writes)
    {
        foreach (var lot in after.Lots.Values.Where(lot => !before.Lots.TryGetValue(lot.Id, out var was) || was != lot))
        {
            writes.Add(
                sql["set-lot"],
                Id,
                ("@lot", lot.Id),
                ("@kind", lot.Terms.Kind.Name()),
                ("@grantedAt", lot.GrantedAt.ToUnixTimeMilliseconds()),
                ("@expiresAt", lot.Terms.ExpiresAt?.ToUnixTimeMilliseconds()),
                ("@granted", lot.Granted),
                ("@free", lot.Free),
                ("@held", lot.Held),
                ("@used", lot.Used),
                ("@expired", lot.Expired),
                ("@reclaimed", lot.Reclaimed),
                ("@debt", lot.Debt));
        }
    }

    private void MoveHolds(WriteBatch writes)
    {
        foreach (var hold in after.Holds.Values.Where(hold => hold.Sequence > before.Sequence))
        {
            writes.Add(
                sql["add-hold"],
                Id,
                ("@job", hold.Job.ToString()),
                ("@sequence", hold.Sequence),
                ("@amount", hold.Amount),
                ("@at", hold.At.ToUnixTimeMilliseconds()));
        }

        foreach (var job in before.Holds.Keys.Where(job => !after.Holds.ContainsKey(job)))
        {
            writes.Add(sql["remove-hold"], Id, ("@job", job.ToString()));
        }
    }
}
