using System.Text.Json;
using System.Text.Json.Serialization;
using Darkroom.Prices;

namespace Darkroom.Gateway.Prices;

/// <summary>A price before anything is paid: of a job (<c>of</c> is <c>job</c>), or of credits (<c>credits</c>).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "of")]
[JsonDerivedType(typeof(JobQuoteBody), "job"), JsonDerivedType(typeof(CreditQuoteBody), "credits")]
public abstract record QuoteBody;

/// <summary>The price of a job.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Parameters">The parameters with every default filled in.</param>
/// <param name="Price">Credits that are taken if it succeeds, and not otherwise. Absent where it depends on pictures that were not told.</param>
/// <param name="From">Where <paramref name="Price"/> is absent: the least that it can be.</param>
/// <param name="To">Where <paramref name="Price"/> is absent: the most that it can be.</param>
public sealed record JobQuoteBody(string Tool, JsonElement Parameters, long? Price = null, long? From = null, long? To = null) : QuoteBody
{
    internal static JobQuoteBody Of(string tool, PriceRange range, string parameters) => new(
        tool, JsonSerializer.Deserialize<JsonElement>(parameters),
        range.IsFixed ? range.From : null, range.IsFixed ? null : range.From, range.IsFixed ? null : range.To);
}

/// <summary>The price of credits.</summary>
/// <param name="Credits">How many.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">All of them together, in minor units of the currency.</param>
/// <param name="UnitAmount">Each, in minor units as decimal text, before the total was rounded.</param>
/// <param name="Cheaper">A larger number that costs less, where there is one.</param>
public sealed record CreditQuoteBody(long Credits, string Currency, long Amount, string UnitAmount, CheaperCreditsBody? Cheaper = null) : QuoteBody
{
    internal static CreditQuoteBody Of(CreditQuote quote) => new(
        quote.Credits, quote.Currency, quote.Amount, CreditTierBody.Text(quote.UnitAmount),
        quote.Cheaper is { } more ? new CheaperCreditsBody(more.Credits, more.Amount) : null);
}

/// <summary>More credits for less money.</summary>
/// <param name="Credits">How many.</param>
/// <param name="Amount">All of them together, in minor units of the currency.</param>
public sealed record CheaperCreditsBody(long Credits, long Amount);
