using System.Globalization;
using Darkroom.Brands;

namespace Darkroom.Accounts;

/// <summary>What may be said about a person, as pure rules: each answers the clean value, or an error for the field.</summary>
internal static class Person
{
    public const int LongestName = 100;
    private const int OldestAge = 130;

    /// <summary>Age limit in a country against a birth date, on the day that it is at the place where days begin last.</summary>
    [Clause("IMG-17")]
    public static AgeCheck CheckAge(BrandPolicy brand, string country, string? birthDate, DateTimeOffset now)
    {
        // A birthday counts once it has begun everywhere: the last place to begin a day is twelve hours behind UTC.
        var today = DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));
        if (!DateOnly.TryParseExact(birthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
            || birth > today.AddDays(1) || Age(birth, today) > OldestAge)
        {
            return new AgeCheck.Unreadable("Write the birth date as yyyy-mm-dd.");
        }

        var limit = brand.MinimumAgeIn(country);
        return Age(birth, today) >= limit ? new AgeCheck.Met(limit) : new AgeCheck.TooYoung(limit);
    }

    /// <summary>A name without control characters and surrounding space; null when there is none.</summary>
    public static bool TryName(string? text, out string? name)
    {
        name = text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        return name is null || (name.Length <= LongestName && name.IsNormalizedText());
    }

    /// <summary>Full years, where somebody born on 29 February has a birthday on 1 March of other years.</summary>
    public static int Age(DateOnly birth, DateOnly today) =>
        today.Year - birth.Year - ((today.Month, today.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);

    private static bool IsNormalizedText(this string text) =>
        text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar && !System.Text.Rune.IsControl(rune)
            && System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
}

/// <summary>The outcome of an age check.</summary>
internal abstract record AgeCheck
{
    private AgeCheck() { }

    /// <summary>Old enough: all that is kept of the birth date.</summary>
    public sealed record Met(int Limit) : AgeCheck;

    public sealed record TooYoung(int Limit) : AgeCheck;

    public sealed record Unreadable(string Error) : AgeCheck;
}
