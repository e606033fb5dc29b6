using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Darkroom.Brands;

/// <summary>A length of time as promises have it: whole months of the calendar, or a fixed length.</summary>
/// <param name="Months">0 where the length is fixed.</param>
/// <param name="Length">Zero where it is months.</param>
public readonly partial record struct Period(int Months, TimeSpan Length)
{
    private static readonly int[] s_daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Reads ISO 8601 in months (<c>P3M</c>), or in days, hours, minutes and seconds (<c>P30D</c>, <c>PT10M</c>); nothing else.</summary>
    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        if (text is null)
            return false;
        if (Calendar().Match(text) is { Success: true } months)
            period = new Period(int.Parse(months.Groups[1].ValueSpan, CultureInfo.InvariantCulture), TimeSpan.Zero);
        else if (Fixed().IsMatch(text) && XmlConvert.ToTimeSpan(text) is { Ticks: > 0, Days: <= 36_500 } length)
            period = new Period(0, length);
        return period != default;
    }

    /// <summary>Whether it is over by the other's end, whenever both begin: three months can be as short as 89 days.</summary>
    public bool IsWithin(Period other) => (Months, other.Months) switch
    {
        (0, 0) => Length <= other.Length,
        ( > 0, > 0) => Months <= other.Months,
        (0, _) => Length <= TimeSpan.FromDays(Days(other.Months, leap: 0, Math.Min)),
        _ => TimeSpan.FromDays(Days(Months, leap: 1, Math.Max)) <= other.Length,
    };

    /// <summary>The length, for months the average one: to tell which of two is longer.</summary>
    public TimeSpan Usual => Months > 0 ? TimeSpan.FromDays(Months * 365.2425 / 12) : Length;

    private static int Days(int months, int leap, Func<int, int, int> choose) => Enumerable.Range(0, 12)
        .Select(from => Enumerable.Range(from, months).Sum(month => s_daysOfMonths[month % 12] + (month % 12 == 1 ? leap : 0)))
        .Aggregate(choose);

    [GeneratedRegex("^P([1-9][0-9]{0,2})M$")]
    private static partial Regex Calendar();

    [GeneratedRegex("^P(?=.)(\\d{1,5}D)?(T(?=.)(\\d{1,5}H)?(\\d{1,5}M)?(\\d{1,5}S)?)?$")]
    private static partial Regex Fixed();
}
