using Darkroom.Wallets;

namespace Darkroom.Finance;

/// <summary>A sealed day of the books, as whoever has the public key can check it.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="OpensAt">Of the first day that was sealed: the beginning of time.</param>
/// <param name="ClosesAt">The first moment of the next day.</param>
/// <param name="Entries">SHA-256 over the day's operations, in hexadecimal.</param>
/// <param name="Previous">The seal of the day before; zeros for the first.</param>
/// <param name="Seal">SHA-256 over all of it, in hexadecimal.</param>
/// <param name="Key">The name of the key that signed.</param>
/// <param name="Signature">ECDSA over P-256 with SHA-256, in base64.</param>
/// <param name="Accounts">Every account that ever moved, by asset and name.</param>
[GenerateSerializer, Immutable, Alias("darkroom.sealed-day-view")]
public sealed record SealedDayView(
    [property: Id(0)] DateOnly Day, [property: Id(1)] DateTimeOffset OpensAt, [property: Id(2)] DateTimeOffset ClosesAt,
    [property: Id(3)] long Operations, [property: Id(4)] long Transfers, [property: Id(5)] string Entries, [property: Id(6)] string Previous,
    [property: Id(7)] string Seal, [property: Id(8)] string Key, [property: Id(9)] string Signature, [property: Id(10)] DateTimeOffset SealedAt,
    [property: Id(11)] IReadOnlyList<DayAccountView> Accounts);

/// <summary>An account on a day.</summary>
/// <param name="Account">Its name in the books.</param>
/// <param name="Debits">What went out of it.</param>
/// <param name="Credits">What came into it.</param>
/// <param name="Balance">At the end of the day.</param>
[GenerateSerializer, Immutable, Alias("darkroom.day-account-view")]
public sealed record DayAccountView(
    [property: Id(0)] Asset Asset, [property: Id(1)] string Account, [property: Id(2)] long Debits, [property: Id(3)] long Credits,
    [property: Id(4)] long Balance);
