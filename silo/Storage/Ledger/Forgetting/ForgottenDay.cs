using System.Globalization;
using Darkroom.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Forgetting;

/// <summary>What went of a sealed day when the details of an asset's spending were forgotten, and what is left. Immutable.</summary>
/// <param name="Number">1 for the first time that something of the day was forgotten.</param>
/// <param name="Operations">How many went.</param>
/// <param name="Movements">What they moved, in the order of kind, lots, source and target.</param>
/// <param name="Rest">As <see cref="LedgerDay.Entries"/>, over the operations that are left, whatever asset they are of.</param>
internal sealed record ForgottenDay(
    DateOnly Day, int Number, Asset Asset, long Operations, IReadOnlyList<Movement> Movements, ReadOnlyMemory<byte> Rest, DateTimeOffset ForgottenAt)
{
    /// <summary>What is signed: this, after the seal of the day.</summary>
    public byte[] Content(ReadOnlySpan<byte> seal)
    {
        var bytes = new CanonicalBytes()
            .Text("darkroom-forgotten-day-1")
            .Fixed(seal)
            .Text(Day.ToString("O", CultureInfo.InvariantCulture))
            .Number(Number)
            .Text(Asset.Name)
            .Number(Operations)
            .Fixed(Rest.Span)
            .Number(ForgottenAt.ToUnixTimeMilliseconds())
            .Number(Movements.Count);
        foreach (var one in Movements)
        {
            bytes.Text(one.Kind).Text(one.LotKind ?? "").Text(one.Source).Text(one.Target).Number(one.Transfers).Number(one.Amount);
        }

        return bytes.ToArray();
    }
}

/// <summary>What was said of a day when details of it were forgotten.</summary>
/// <param name="Key">The <see cref="BooksKey.Name"/> of whose signature it is.</param>
internal sealed record SignedForgottenDay(ForgottenDay Day, string Key, ReadOnlyMemory<byte> Signature)
{
    /// <summary>What is wrong with it, whatever the books say; null when nothing is.</summary>
    /// <param name="number">Which one of the day it has to be.</param>
    /// <param name="seal">Of the day.</param>
    /// <param name="key">Null where signatures cannot be checked.</param>
    public string? Fault(int number, ReadOnlySpan<byte> seal, BooksKey? key) =>
        Day.Number != number ? "a statement of what was forgotten of it is missing"
        : key is null ? null
        : Key != key.Name ? $"what was forgotten of it is signed with the key {Key}, not with {key.Name}"
        : !key.HasSigned(Day.Content(seal), Signature.Span) ? "the signature of what was forgotten of it is not right"
        : null;
}
