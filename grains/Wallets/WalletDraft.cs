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

    public Operation Append(string id, OperationKind kind, long amount, IEnumerable<Leg> legs, LotTerms? lot = null)
    {
        var operation = new Operation(Wallet.Sequence + 1, id, kind, amount, lot, at, [.. legs]);
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

    public Decision<T> Decide<T>(T answer) => new(answer, operations.ToImmutable(), Wallet);
}
