using Darkroom.Finance;

namespace Darkroom.Gateway.Finance;

/// <summary>What moved in a window of time.</summary>
/// <param name="Since">The first moment.</param>
/// <param name="Until">The first moment after it.</param>
/// <param name="Settled">What lies before this moment does not change any more; later entries can still come.</param>
/// <param name="Movements">The sums, by asset and what happened.</param>
public sealed record MovementsBody(DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset Settled, IReadOnlyList<MovementBody> Movements);

/// <summary>The sum of all transfers of one kind between two accounts.</summary>
/// <param name="Asset"><c>credits/BRAND</c>.</param>
/// <param name="What">
/// <c>sold</c>, <c>given</c>, <c>reserved</c>, <c>used</c>, <c>released</c>, <c>expired</c>, <c>refunded</c>, <c>disputed</c>,
/// <c>debt-forgiven</c>, <c>reinstated</c>, <c>repaid</c>, <c>corrected</c> or <c>other</c>.
/// </param>
/// <param name="LotKind">Of the credits: <c>subscription</c>, <c>promotional</c> or <c>paid</c>; absent where they belong to no lot.</param>
/// <param name="Kind">Of the operations.</param>
/// <param name="Source">The account that it went out of.</param>
/// <param name="Target">The account that it came into.</param>
/// <param name="Transfers">How many.</param>
/// <param name="Amount">The sum, in whole credits.</param>
public sealed record MovementBody(string Asset, string What, string? LotKind, string Kind, string Source, string Target, long Transfers, long Amount)
{
    internal static MovementBody Of(Movement one) =>
        new(one.Asset.Name, MovementWords.Code(one), one.LotKind, one.Kind, one.Source, one.Target, one.Transfers, one.Amount);
}

/// <summary>The credits that are not spent. Of subscription and paid ones this is the deferred revenue.</summary>
/// <param name="At">When it was so.</param>
/// <param name="Owed">By asset, kind, and age from the youngest.</param>
public sealed record OwedBody(DateTimeOffset At, IReadOnlyList<UnspentBody> Owed);

/// <summary>Unspent credits of one kind that are about equally old.</summary>
/// <param name="Asset"><c>credits/BRAND</c>.</param>
/// <param name="LotKind"><c>subscription</c>, <c>promotional</c> or <c>paid</c>.</param>
/// <param name="Age">In days since they were granted: <c>0-30</c>, <c>31-90</c>, <c>91-365</c> or <c>366-</c>.</param>
/// <param name="Lots">How many lots.</param>
/// <param name="Free">Can be spent.</param>
/// <param name="Held">Reserved for jobs under way.</param>
/// <param name="Unspent">Both together.</param>
public sealed record UnspentBody(string Asset, string LotKind, string Age, long Lots, long Free, long Held, long Unspent)
{
    internal static UnspentBody Of(UnspentCredits one) => new(one.Asset.Name, one.LotKind, one.Age, one.Lots, one.Free, one.Held, one.Unspent);
}

/// <summary>A page of somebody's history, oldest first.</summary>
/// <param name="Items">Each transfer; operations that moved nothing are lines too.</param>
/// <param name="Next">Send it as <c>cursor</c> for the next page; absent at the end.</param>
public sealed record StatementBody(IReadOnlyList<StatementLineBody> Items, string? Next);

/// <summary>A transfer in somebody's history.</summary>
/// <param name="At">When.</param>
/// <param name="Sequence">Of the operation, counted from the wallet's first.</param>
/// <param name="What">As in the movements; absent where nothing moved.</param>
/// <param name="Words">The line in words, in the language of <c>Content-Language</c>.</param>
/// <param name="Operation">What it was done for.</param>
/// <param name="Kind">Of the operation.</param>
/// <param name="Source">The account that it went out of; absent where nothing moved.</param>
/// <param name="Target">The account that it came into; absent where nothing moved.</param>
/// <param name="Lot">The sequence of the operation that made the lot; absent where nothing moved.</param>
/// <param name="Amount">In whole credits; absent where nothing moved.</param>
/// <param name="Available">What could be spent after it.</param>
public sealed record StatementLineBody(
    DateTimeOffset At, long Sequence, string? What, string Words, string Operation, string Kind, string? Source, string? Target, long? Lot,
    long? Amount, long Available);

/// <summary>A page of sealed days, oldest first.</summary>
/// <param name="Items">The days.</param>
/// <param name="Next">Send it as <c>cursor</c> for the next page; absent at the end.</param>
public sealed record SealedDaysBody(IReadOnlyList<SealedDayBody> Items, string? Next);

/// <summary>A day of the books that can no longer change unnoticed.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="OpensAt">Its first moment; of the first day that was sealed, the beginning of time.</param>
/// <param name="ClosesAt">The first moment of the next day.</param>
/// <param name="Operations">How many.</param>
/// <param name="Transfers">How many.</param>
/// <param name="Entries">SHA-256 over its operations, in hexadecimal.</param>
/// <param name="Previous">The seal of the day before; zeros for the first.</param>
/// <param name="Seal">SHA-256 over all of it, in hexadecimal.</param>
/// <param name="Key">Whose signature it is: the first 128 bits of the SHA-256 of the public key.</param>
/// <param name="Signature">ECDSA over P-256 with SHA-256, in base64.</param>
/// <param name="SealedAt">When it was sealed.</param>
/// <param name="Accounts">How the accounts stood at its end.</param>
public sealed record SealedDayBody(
    DateOnly Day, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, long Operations, long Transfers, string Entries, string Previous, string Seal,
    string Key, string Signature, DateTimeOffset SealedAt, IReadOnlyList<DayAccountBody> Accounts)
{
    internal static SealedDayBody Of(SealedDayView one, string? asset) => new(
        one.Day, one.OpensAt, one.ClosesAt, one.Operations, one.Transfers, one.Entries, one.Previous, one.Seal, one.Key, one.Signature, one.SealedAt,
        [
            .. one.Accounts.Where(account => asset is null || account.Asset.Name == asset)
                .Select(account => new DayAccountBody(account.Asset.Name, account.Account, account.Debits, account.Credits, account.Balance)),
        ]);
}

/// <summary>An account on a day.</summary>
/// <param name="Asset"><c>credits/BRAND</c>.</param>
/// <param name="Account">Its name in the books.</param>
/// <param name="Debits">What went out of it on that day.</param>
/// <param name="Credits">What came into it on that day.</param>
/// <param name="Balance">At the end of the day.</param>
public sealed record DayAccountBody(string Asset, string Account, long Debits, long Credits, long Balance);
