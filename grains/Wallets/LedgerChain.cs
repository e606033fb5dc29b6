using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Darkroom.Wallets;

/// <summary>
/// The chain over a wallet's history: each link is the SHA-256 of the link before and of everything an operation says, so that
/// no entry can be changed, left out or moved without every later link telling. Pure.
/// </summary>
public static class LedgerChain
{
    /// <summary>The link before the first operation: it ties the history to its wallet and its asset.</summary>
    public static ImmutableArray<byte> Start(WalletId wallet, Asset asset)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Text(bytes, "darkroom-ledger-1");
        Text(bytes, wallet.Value);
        Text(bytes, asset.Name);
        return Hash(bytes);
    }

    /// <summary>The link after an operation.</summary>
    public static ImmutableArray<byte> Next(ImmutableArray<byte> before, Operation operation)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        bytes.Write(before.AsSpan());
        Number(bytes, operation.Sequence);
        Text(bytes, operation.Id);
        Number(bytes, (long)operation.Kind);
        Number(bytes, operation.Amount);
        Number(bytes, operation.At.ToUnixTimeMilliseconds());
        Number(bytes, operation.Lot is { } lot ? (long)lot.Kind : -1);
        Number(bytes, operation.Lot?.ExpiresAt?.ToUnixTimeMilliseconds() ?? -1);
        Number(bytes, operation.Legs.Length);
        foreach (var leg in operation.Legs)
        {
            Text(bytes, leg.Source.Name());
            Text(bytes, leg.Target.Name());
            Number(bytes, leg.Lot);
            Number(bytes, leg.Amount);
        }

        // Last, and only where there is one: the number of legs says where they end.
        if (operation.Reason is { } reason)
        {
            Text(bytes, reason);
        }

        return Hash(bytes);
    }

    // Every text carries its length, so that no two different entries have the same bytes.
    private static void Text(ArrayBufferWriter<byte> bytes, string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        Number(bytes, count);
        bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(count)));
    }

    private static void Number(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }

    private static ImmutableArray<byte> Hash(ArrayBufferWriter<byte> bytes) => [.. SHA256.HashData(bytes.WrittenSpan)];
}
