using System.Text;
using System.Text.Json;
using Darkroom.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>
/// What takes the place of a wallet's spending details up to an operation: how many they were, what they moved, and what the wallet was
/// after it. What was granted and taken back stays as operations. It says nothing of when and for which job. Immutable.
/// </summary>
/// <param name="Sequence">The last operation that it covers.</param>
/// <param name="Chain">That operation's link in the wallet's chain, in hexadecimal.</param>
/// <param name="Kept">The chain over the operations up to there that stay, made as <see cref="LedgerChain"/> makes it, in hexadecimal.</param>
/// <param name="Operations">How many are gone, from the wallet's first to here.</param>
/// <param name="Movements">The sums of what they moved.</param>
/// <param name="Lots">All lots after it.</param>
/// <param name="Holds">Those that were open after it; they have ended since.</param>
internal sealed record WalletCheckpoint(
    string Wallet, string Asset, long Sequence, string Chain, string Kept, long Operations, IReadOnlyList<CheckpointMovement> Movements,
    IReadOnlyList<CheckpointLot> Lots, IReadOnlyList<CheckpointHold> Holds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The text that is signed.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static WalletCheckpoint Parse(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<WalletCheckpoint>(content, Json) ?? throw new InvalidDataException("Its checkpoint is empty.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException("Its checkpoint cannot be read.", broken);
        }
    }
}

/// <summary>What details moved between two accounts: so many transfers, so much of a lot.</summary>
internal sealed record CheckpointMovement(string Source, string Target, long Lot, long Transfers, long Amount)
{
    public Leg ToLeg() => new(LedgerAccounts.Parse(Source), LedgerAccounts.Parse(Target), Lot, Amount);
}

/// <summary>A lot's numbers; its terms are those of its grant.</summary>
internal sealed record CheckpointLot(long Lot, long Granted, long Free, long Held, long Used, long Expired, long Reclaimed, long Debt);

/// <summary>A hold that was open.</summary>
internal sealed record CheckpointHold(string Job, long Sequence, long Amount, long At, IReadOnlyList<HoldPart> Parts);

/// <summary>A checkpoint as the books have it.</summary>
internal sealed record CheckpointRow(string Wallet, long Sequence, byte[] Chain, string Content, string Key, byte[] Signature)
{
    public static CheckpointRow Sign(WalletCheckpoint checkpoint, BooksKey key)
    {
        var content = checkpoint.Write();
        return new CheckpointRow(
            checkpoint.Wallet, checkpoint.Sequence, Convert.FromHexString(checkpoint.Chain), content, key.Name, key.Sign(Encoding.UTF8.GetBytes(content)));
    }

    /// <summary>What it says.</summary>
    /// <param name="key">Null where signatures cannot be checked.</param>
    /// <exception cref="InvalidDataException">It is not what was signed.</exception>
    public WalletCheckpoint Read(BooksKey? key)
    {
        if (key is not null && Key != key.Name)
        {
            throw new InvalidDataException($"Wallet {Wallet}: its checkpoint is signed with the key {Key}, not with {key.Name}.");
        }

        if (key is not null && !key.HasSigned(Encoding.UTF8.GetBytes(Content), Signature))
        {
            throw new InvalidDataException($"Wallet {Wallet}: the signature of its checkpoint is not right.");
        }

        var checkpoint = WalletCheckpoint.Parse(Content);
        return checkpoint.Wallet == Wallet && checkpoint.Sequence == Sequence && checkpoint.Chain == Convert.ToHexStringLower(Chain)
            ? checkpoint
            : throw new InvalidDataException($"Wallet {Wallet}: its checkpoint says something else than it stands for.");
    }
}
