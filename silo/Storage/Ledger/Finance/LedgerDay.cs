using System.Globalization;
using System.Security.Cryptography;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>What happened on a day of the books, and how they stood at its end. Immutable.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="OpensAt">Of the first day that is sealed: the beginning of time, so that nothing lies before it.</param>
/// <param name="ClosesAt">The first moment of the next day.</param>
/// <param name="Entries">SHA-256 over wallet, sequence and chain link of each operation of the day, in the order of wallet and sequence. A link covers all that the operation says, and all before it.</param>
/// <param name="Accounts">Every account that ever moved, by asset and name.</param>
public sealed record LedgerDay(
    DateOnly Day, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, long Operations, long Transfers, ReadOnlyMemory<byte> Entries, IReadOnlyList<DayAccount> Accounts)
{
    /// <summary>What is hashed into the seal and signed: this, after the seal of the day before.</summary>
    public byte[] Content(ReadOnlySpan<byte> previousSeal)
    {
        var bytes = new CanonicalBytes()
            .Text("darkroom-ledger-day-1")
            .Fixed(previousSeal)
            .Text(Day.ToString("O", CultureInfo.InvariantCulture))
            .Number(OpensAt.ToUnixTimeMilliseconds())
            .Number(ClosesAt.ToUnixTimeMilliseconds())
            .Number(Operations)
            .Number(Transfers)
            .Fixed(Entries.Span)
            .Number(Accounts.Count);
        foreach (var account in Accounts)
        {
            bytes.Text(account.Asset.Name).Text(account.Account.Name()).Number(account.Debits).Number(account.Credits).Number(account.Balance);
        }

        return bytes.ToArray();
    }

    /// <summary>The first thing in which another reading of the same day differs, in words; null when nothing does.</summary>
    /// <param name="books">The day as the books have it now, with what was forgotten of it counted in.</param>
    /// <param name="rest">What <see cref="Entries"/> must be now: something else than when the day was sealed once details of it were forgotten.</param>
    public string? DifferenceFrom(LedgerDay books, ReadOnlyMemory<byte> rest)
    {
        if (Operations != books.Operations || Transfers != books.Transfers)
        {
            return $"the seal says {Operations} operations with {Transfers} transfers, the books have {books.Operations} with {books.Transfers}";
        }

        foreach (var (sealedAccount, now) in Accounts.Zip(books.Accounts))
        {
            if (sealedAccount != now)
            {
                return $"the seal says of {sealedAccount}, the books say of {now}";
            }
        }

        return Accounts.Count != books.Accounts.Count ? $"the seal has {Accounts.Count} accounts, the books have {books.Accounts.Count}"
            : !rest.Span.SequenceEqual(books.Entries.Span) ? "an operation says something else than when the day was sealed"
            : null;
    }
}

/// <summary>An account on a day.</summary>
/// <param name="Debits">What went out of it.</param>
/// <param name="Credits">What came into it.</param>
/// <param name="Balance">At the end of the day.</param>
public sealed record DayAccount(Asset Asset, LedgerAccount Account, long Debits, long Credits, long Balance)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Account.Name()} of {Asset}: {Debits} out, {Credits} in, {Balance} at the end";
}

/// <summary>A day that can no longer change unnoticed.</summary>
/// <param name="Previous">The seal of the day before; 32 zeros for the first.</param>
/// <param name="Seal">SHA-256 of the day's content, which has the seal before in it.</param>
/// <param name="Key">The <see cref="BooksKey.Name"/> of whose signature it is.</param>
public sealed record SealedDay(
    LedgerDay Day, ReadOnlyMemory<byte> Previous, ReadOnlyMemory<byte> Seal, string Key, ReadOnlyMemory<byte> Signature, DateTimeOffset SealedAt)
{
    /// <summary>Before the first day there is no seal.</summary>
    public static ReadOnlyMemory<byte> NoSeal { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Seals a day.</summary>
    /// <exception cref="BooksException">The key is a public one.</exception>
    public static SealedDay Of(LedgerDay day, ReadOnlyMemory<byte> previous, BooksKey key, DateTimeOffset now)
    {
        var content = day.Content(previous.Span);
        return new SealedDay(day, previous, SHA256.HashData(content), key.Name, key.Sign(content), now);
    }

    /// <summary>What is wrong with the seal itself, whatever the books say; null when nothing is.</summary>
    /// <param name="previous">The seal of the day before, as that day has it.</param>
    /// <param name="key">Null where signatures cannot be checked.</param>
    public string? Fault(ReadOnlySpan<byte> previous, BooksKey? key)
    {
        var content = Day.Content(Previous.Span);
        return !Previous.Span.SequenceEqual(previous) ? "it does not follow the day before"
            : !Seal.Span.SequenceEqual(SHA256.HashData(content)) ? "its totals are not those that were sealed"
            : key is null ? null
            : Key != key.Name ? $"it is signed with the key {Key}, not with {key.Name}"
            : !key.HasSigned(content, Signature.Span) ? "its signature is not right"
            : null;
    }
}
