using System.Globalization;
using Darkroom.Brands;
using Darkroom.Finance;
using Darkroom.Wallets;

namespace Darkroom.Gateway.Pages;

/// <summary>What the page of finance shows: a window of whole days in UTC, and what the books say of it.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, which is part of it.</param>
/// <param name="Brand">Whose books; null for all.</param>
/// <param name="HasMoreDays">Whether more days of the window are sealed than are shown.</param>
public sealed record FinanceView(
    IBrands Brands, DateOnly From, DateOnly To, BrandId? Brand, IReadOnlyList<Movement> Movements, IReadOnlyList<UnspentCredits> Owed,
    IReadOnlyList<SealedDayView> Days, bool HasMoreDays)
{
    /// <summary>The first moment of the window.</summary>
    public DateTimeOffset Since => Midnight(From);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset Until => To < DateOnly.MaxValue ? Midnight(To.AddDays(1)) : DateTimeOffset.MaxValue;

    /// <summary>The name of a brand, for its credits.</summary>
    public string NameOf(Asset asset) =>
        Brands.All.Values.FirstOrDefault(brand => Asset.CreditsOf(brand.Id) == asset)?.Name ?? asset.Name;

    /// <summary>Where the window can be downloaded.</summary>
    public string Download(string format) =>
        $"/finance/export?since={Iso(From)}&until={Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}&format={format}"
        + (Brand is { } one ? $"&brand={Uri.EscapeDataString(one.Value)}" : "");

    /// <summary>A day as in an address and in a field of a form.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The last month that is over.</summary>
    public static (DateOnly From, DateOnly To) LastMonth(DateTimeOffset now)
    {
        var first = new DateOnly(now.UtcDateTime.Year, now.UtcDateTime.Month, 1);
        return (first.AddMonths(-1), first.AddDays(-1));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
