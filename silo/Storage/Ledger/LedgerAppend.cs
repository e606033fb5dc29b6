using System.Data;
using Dapper;
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
        if (!(before.Sequence == 0 ? TryOpenWallet(connection, transaction) : IsAtHead(connection, transaction)))
        {
            return AppendResult.Stale;
        }

        AppendEntries(connection, transaction);
        MoveLots(connection, transaction);
        MoveHolds(connection, transaction);
        var moved = connection.Execute(
            sql["move-head"],
            new
            {
                wallet = before.Id.Value, sequence = after.Sequence, chain = after.Chain.ToArray(),
                fromSequence = before.Sequence, fromChain = before.Chain.ToArray(),
            },
            transaction);

        // Within one transaction nobody else can have moved it since it was looked at; if so, the unit is taken back whole.
        return moved == 1 ? AppendResult.Appended : throw new InvalidDataException($"The head of wallet {before.Id} moved under an append.");
    }

    private bool IsAtHead(IDbConnection connection, IDbTransaction transaction) => connection.ExecuteScalar<bool>(
        sql["is-at-head"], new { wallet = before.Id.Value, sequence = before.Sequence, chain = before.Chain.ToArray() }, transaction);

    private bool TryOpenWallet(IDbConnection connection, IDbTransaction transaction)
    {
        if (connection.ExecuteScalar<bool>(sql["has-wallet"], new { owner = owner.ToString() }, transaction))
        {
            return false;
        }

        connection.Execute(sql["add-asset"], new { asset = before.Asset.Name }, transaction);
        var head = new { wallet = before.Id.Value, asset = before.Asset.Name, chain = before.Chain.ToArray(), owner = owner.ToString() };
        connection.Execute(sql["add-head"], head, transaction);
        connection.Execute(sql["add-owner"], head, transaction);
        return true;
    }

    private void AppendEntries(IDbConnection connection, IDbTransaction transaction)
    {
        foreach (var (operation, chain) in entries)
        {
            var entry = new
            {
                wallet = before.Id.Value, sequence = operation.Sequence, id = operation.Id, kind = operation.Kind.Name(),
                amount = operation.Amount, lotKind = operation.Lot?.Kind.Name(), lotExpiresAt = operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds(),
                at = operation.At.ToUnixTimeMilliseconds(), chain,
            };
            connection.Execute(sql["append-operation"], entry, transaction);
            var legs = operation.Legs.Select((leg, index) => new
            {
                wallet = before.Id.Value, sequence = operation.Sequence, leg = index, asset = before.Asset.Name,
                source = leg.Source.Name(), target = leg.Target.Name(), lot = leg.Lot, amount = leg.Amount,
            });
            connection.Execute(sql["append-transfer"], legs, transaction);
        }
    }

    private void MoveLots(IDbConnection connection, IDbTransaction transaction)
    {
        foreach (var id in entries.SelectMany(entry => entry.Operation.Legs).Select(leg => leg.Lot).Distinct())
        {
            if (after.Lots.TryGetValue(id, out var lot))
            {
                var row = new
                {
                    wallet = before.Id.Value, lot = id, kind = lot.Terms.Kind.Name(), grantedAt = lot.GrantedAt.ToUnixTimeMilliseconds(),
                    expiresAt = lot.Terms.ExpiresAt?.ToUnixTimeMilliseconds(), free = lot.Free, held = lot.Held,
                };
                connection.Execute(sql["set-lot"], row, transaction);
            }
            else
            {
                connection.Execute(sql["remove-lot"], new { wallet = before.Id.Value, lot = id }, transaction);
            }
        }
    }

    private void MoveHolds(IDbConnection connection, IDbTransaction transaction)
    {
        foreach (var hold in after.Holds.Values.Where(hold => hold.Sequence > before.Sequence))
        {
            var row = new
            {
                wallet = before.Id.Value, job = hold.Job.ToString(), sequence = hold.Sequence, amount = hold.Amount,
                at = hold.At.ToUnixTimeMilliseconds(),
            };
            connection.Execute(sql["add-hold"], row, transaction);
        }

        foreach (var job in before.Holds.Keys.Where(job => !after.Holds.ContainsKey(job)))
        {
            connection.Execute(sql["remove-hold"], new { wallet = before.Id.Value, job = job.ToString() }, transaction);
        }
    }
}
