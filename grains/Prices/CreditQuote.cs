namespace Darkroom.Prices;

/// <summary>What a number of credits costs.</summary>
/// <param name="Credits">How many.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">All of them together, in whole minor units of the currency.</param>
/// <param name="UnitAmount">Each, in minor units, before rounding.</param>
/// <param name="Cheaper">A larger number that costs less, where a later tier makes it so; the least expensive of them.</param>
public sealed record CreditQuote(long Credits, string Currency, long Amount, decimal UnitAmount, CheaperCredits? Cheaper);

/// <summary>More credits for less money.</summary>
/// <param name="Credits">How many.</param>
/// <param name="Amount">All of them together, in whole minor units of the currency.</param>
public sealed record CheaperCredits(long Credits, long Amount);
