using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>
/// The chain over a wallet's history: each link is the SHA-256 of the link before and of everything an operation says, so that
/// no entry can be changed, left out or moved without every later link telling. Pure.
/// </summary>
public static class LedgerChain
{
    /// <summary>The link before the first operation: it ties the history to its wallet and its asset.</summary>
    public static ImmutableArray<byte> Start(WalletId wallet, Asset asset) =>
        [.. new CanonicalBytes().Text("darkroom-ledger-1").Text(wallet.Value).Text(asset.Name).Hash()];

    /// <summary>The link after an operation.</summary>
    public static ImmutableArray<byte> Next(ImmutableArray<byte> before, Operation operation)
    {
        var bytes = new CanonicalBytes().Fixed(before.AsSpan())
            .Number(operation.Sequence)
            .Text(operation.Id)
            .Number((long)operation.Kind)
            .Number(operation.Amount)
            .Number(operation.At.ToUnixTimeMilliseconds())
            .Number(operation.Lot is { } lot ? (long)lot.Kind : -1)
            .Number(operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds() ?? -1)
            .Number(operation.Legs.Length);
        foreach (var leg in operation.Legs)
        {
            bytes.Text(leg.Source.Name()).Text(leg.Target.Name()).Number(leg.Lot).Number(leg.Amount);
        }

        // Last, and only where there is one: the number of legs says where they end.
        if (operation.Reason is { } reason)
        {
            bytes.Text(reason);
        }

        return [.. bytes.Hash()];
    }
}
