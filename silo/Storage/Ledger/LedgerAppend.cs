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

        foreach (var (operation, chain) in entries)
        {
            AppendEntry(On, operation, chain);
        }

        MoveLots(On);
        MoveHolds(On);

        // Within one transaction nobody else can have moved it since it was looked at; if so, the unit is taken back whole.
        return MoveHead() ? AppendResult.Appended : throw new InvalidDataException($"The head of wallet {before.Id} moved under an append.");

        Prepared On(string statement) => Prepared.On(connection, transaction, sql[statement]).With("@wallet", before.Id.Value);

        bool IsAtHead() => On("is-at-head").With("@sequence", before.Sequence).With("@chain", Bytes(before)).IsTrue();

        bool MoveHead() => On("move-head").With("@sequence", after.Sequence).With("@chain", Bytes(after))
            .With("@fromSequence", before.Sequence).With("@fromChain", Bytes(before)).Execute() == 1;

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

    private void AppendEntry(Func<string, Prepared> on, Operation operation, byte[] chain)
    {
        on("append-operation")
            .With("@sequence", operation.Sequence)
            .With("@id", operation.Id)
            .With("@kind", operation.Kind.Name())
            .With("@amount", operation.Amount)
            .With("@lotKind", operation.Lot?.Kind.Name())
            .With("@lotExpiresAt", operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds())
            .With("@at", operation.At.ToUnixTimeMilliseconds())
            .With("@chain", chain)
            .Execute();
        for (var i = 0; i < operation.Legs.Length; i++)
        {
            var leg = operation.Legs[i];
            on("append-transfer")
                .With("@sequence", operation.Sequence)
                .With("@leg", i)
                .With("@asset", before.Asset.Name)
                .With("@source", leg.Source.Name())
                .With("@target", leg.Target.Name())
                .With("@lot", leg.Lot)
                .With("@amount", leg.Amount)
                .Execute();
        }
    }

    private void MoveLots(Func<string, Prepared> on)
    {
        foreach (var id in entries.SelectMany(entry => entry.Operation.Legs).Select(leg => leg.Lot).Distinct())
        {
            if (after.Lots.TryGetValue(id, out var lot))
            {
                on("set-lot")
                    .With("@lot", id)
                    .With("@kind", lot.Terms.Kind.Name())
                    .With("@grantedAt", lot.GrantedAt.ToUnixTimeMilliseconds())
                    .With("@expiresAt", lot.Terms.ExpiresAt?.ToUnixTimeMilliseconds())
                    .With("@free", lot.Free)
                    .With("@held", lot.Held)
                    .Execute();
            }
            else
            {
                on("remove-lot").With("@lot", id).Execute();
            }
        }
    }

    private void MoveHolds(Func<string, Prepared> on)
    {
        foreach (var hold in after.Holds.Values.Where(hold => hold.Sequence > before.Sequence))
        {
            on("add-hold")
                .With("@job", hold.Job.ToString())
                .With("@sequence", hold.Sequence)
                .With("@amount", hold.Amount)
                .With("@at", hold.At.ToUnixTimeMilliseconds())
                .Execute();
        }

        foreach (var job in before.Holds.Keys.Where(job => !after.Holds.ContainsKey(job)))
        {
            on("remove-hold").With("@job", job.ToString()).Execute();
        }
    }
}
