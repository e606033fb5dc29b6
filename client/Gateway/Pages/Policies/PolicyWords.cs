using System.Globalization;
using Darkroom.Brands;
using Darkroom.Prices;
using Darkroom.Texts;

namespace Darkroom.Gateway.Pages;

/// <summary>A brand's facts in the words of one language.</summary>
internal sealed class PolicyWords(BrandPolicy brand, TextCatalogue texts)
{
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(texts.Language);

    public BrandPolicy Brand => brand;

    /// <summary>A text of the area <c>policy</c>, by its whole key.</summary>
    public string P(string key, params ReadOnlySpan<(string Name, string Value)> values) => texts.Fill(key, values);

    /// <summary>A text of the area <c>page</c>.</summary>
    public string T(string key, params ReadOnlySpan<(string Name, string Value)> values) => texts.Fill($"page.{key}", values);

    public string Purpose(string purpose) => texts.Has($"page.privacy.purpose.{purpose}") ? T($"privacy.purpose.{purpose}") : P($"policy.purpose.{purpose}");

    public string Credits(long count) => T(count == 1 ? "credit" : "credits", ("count", Number(count)));

    public string Number(long count) => count.ToString("N0", Culture);

    /// <summary>The day first, in every language: <c>28 November 2025</c>, <c>28. november 2025</c>.</summary>
    public string Date(DateOnly date)
    {
        var pattern = Culture.DateTimeFormat.MonthDayPattern;
        return date.ToString(pattern.StartsWith('M') ? "d MMMM yyyy" : pattern + " yyyy", Culture);
    }

    public string Time(Period period) => period.Months switch
    {
        0 => Time(period.Length),
        1 => P("policy.month"),
        var months => P("policy.months", ("count", Number(months))),
    };

    /// <summary>In the largest unit that tells it exactly.</summary>
    public string Time(TimeSpan span) => span switch
    {
        _ when span.Ticks % TimeSpan.TicksPerDay == 0 => Count("day", span.TotalDays),
        _ when span.Ticks % TimeSpan.TicksPerHour == 0 => Count("hour", span.TotalHours),
        _ => T("time.minutes", ("count", Math.Ceiling(span.TotalMinutes).ToString("N0", Culture))),
    };

    public string Country(string code) => Countries.Name(code, texts);

    /// <summary>Minor units of a currency as people write them.</summary>
    public string Money(decimal minor, string currency)
    {
        var digits = Currency.Digits(currency);
        var amount = minor / (decimal)Math.Pow(10, digits);
        return $"{amount.ToString(digits == 0 ? "#,0.############" : $"#,0.{new string('0', digits)}##########", Culture)} {currency}";
    }

    private string Count(string unit, double count) => T(count == 1 ? $"time.{unit}" : $"time.{unit}s", ("count", count.ToString("N0", Culture)));
}
