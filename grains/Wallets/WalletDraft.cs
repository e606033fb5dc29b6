using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>A wallet with the operations that a decision is adding to it. Not thread-safe.</summary>
internal sealed class WalletDraft(Wallet wallet, DateTimeOffset now)
{
    private readonly DateTimeOffset at = Milliseconds(now);
    private readonly ImmutableArray<Operation>.Builder operations = ImmutableArray.CreateBuilder<Operation>();

    public Wallet Wallet { get; private set; } = wallet;

    /// <summary>A time as the books keep it, so that what is read back is what was hashed.</summary>
    public static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    public Operation Append(string id, OperationKind kind, long amount, IEnumerable<Leg> legs, LotTerms? lot = null, string? reason = null)
    {
        var operation = new Operation(Wallet.Sequence + 1, id, kind, amount, lot, at, [.. legs], reason);
        Wallet = Wallet.Apply(operation);
        operations.Add(operation);
        return operation;
    }

    public void ExpireDueLots()
    {
        foreach (var lot in Wallet.Lots.Values)
        {
            if (lot.IsDue(at) && lot.Free > 0)
            {
                var leg = new Leg(LedgerAccount.Wallet, LedgerAccount.Expired, lot.Id, lot.Free);
                Append(OperationIds.Expire(lot.Id, Wallet.Sequence + 1), OperationKind.Expire, lot.Free, [leg]);
            }
        }
    }

    /// <summary>Pays what is owed, the oldest first, with what is free of a lot that came.</summary>
    public void PayDebts(long with)
    {
        foreach (var owed in Wallet.Lots.Values.Where(lot => lot.Debt > 0))
        {
            Pay(owed, with);
        }
    }

    /// <summary>
    /// After credits came back to lots: they pay first what is owed for their own lot, which they would have been taken for had they been
    /// there; what is left of a lot whose time ran out meanwhile goes the way of the rest of it.
    /// </summary>
    public void SettleReturned()
    {
        foreach (var owed in Wallet.Lots.Values.Where(lot => lot.Debt > 0))
        {
            Pay(owed, owed.Id);
        }

        ExpireDueLots();
    }

    public Decision<T> Decide<T>(T answer) => new(answer, operations.ToImmutable(), Wallet);

    private void Pay(Lot owed, long with)
    {
        var amount = Math.Min(owed.Debt, Wallet.Lots[with].Free);
        if (amount > 0)
        {
            Append(OperationIds.Repay(owed.Id, Wallet.Sequence + 1), OperationKind.Repayment, amount, [new Leg(LedgerAccount.Wallet, LedgerAccount.Debt, with, amount)]);
        }
    }
}
