using System.Globalization;
using Darkroom.Brands;
using Darkroom.Finance;
using Darkroom.Gateway.Problems;

namespace Darkroom.Gateway.Finance;

/// <summary>Reads what is asked for, and names all that is wrong with it at once. What is wrong reads as its default. For one request.</summary>
internal sealed class FinanceQuery(IBrands brands, TimeProvider time)
{
    private static readonly string[] s_times =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly Dictionary<string, string> errors = [];

    /// <summary>Everything that is wrong; null when nothing is.</summary>
    public Problem? Refusal => errors.Count == 0 ? null : Problem.BadParameters(errors);

    /// <summary>By field, what is wrong.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    /// <summary>Notes that a field is wrong.</summary>
    public void Refuse(string field, string message) => errors.TryAdd(field, message);

    /// <summary>A window: the first moment, and the first one after it (by default now).</summary>
    public (DateTimeOffset Since, DateTimeOffset Until) Window(string? since, string? until)
    {
        var now = time.GetUtcNow();
        var from = string.IsNullOrEmpty(since) ? null : Time("since", since);
        if (string.IsNullOrEmpty(since))
            Refuse("since", "Say where the window begins: a day or a time, such as 2026-03-01 or 2026-03-01T12:00:00Z.");
        var to = string.IsNullOrEmpty(until) ? now : Time("until", until) ?? now;
        if (from is { } begin && to <= begin && !errors.ContainsKey("until"))
            Refuse(string.IsNullOrEmpty(until) ? "since" : "until", string.IsNullOrEmpty(until) ? "Must be in the past." : "Must be after 'since'.");
        return (from ?? now, to);
    }

    /// <summary>One of the brands, or null for all of them.</summary>
    public BrandId? Brand(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var brand = new BrandId(text);
        if (brands.All.ContainsKey(brand))
            return brand;
        Refuse("brand", $"Must be one of {string.Join(", ", brands.All.Keys.Select(one => one.Value).Order(StringComparer.Ordinal))}.");
        return null;
    }

    /// <summary>How many to a page.</summary>
    public int Limit(int? limit, int otherwise, int most)
    {
        if (limit is < 1 || limit > most)
            Refuse("limit", string.Create(CultureInfo.InvariantCulture, $"Must be 1 to {most}."));
        return limit ?? otherwise;
    }

    /// <summary>How lines are written.</summary>
    public LineFormat Format(string? name)
    {
        if (LineFormat.All.TryGetValue(string.IsNullOrEmpty(name) ? "csv" : name, out var format))
            return format;
        Refuse("format", $"Must be {string.Join(" or ", LineFormat.All.Keys)}.");
        return LineFormat.All["csv"];
    }

    /// <summary>Where an export goes on; null for its beginning.</summary>
    public LedgerCursor? After(string? text, DateTimeOffset since, DateTimeOffset until)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!LedgerCursor.TryParse(text, out var cursor) || cursor.At < LedgerCursor.Before(since).At || cursor.At >= until)
            Refuse("after", "Must be the 'cursor' of a line of the same export.");
        return cursor;
    }

    /// <summary>Where a statement goes on.</summary>
    public StatementCursor Statement(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return default;
        if (StatementCursor.Parse(cursor) is { } at)
            return at;
        Refuse("cursor", "Must be the 'next' of the page before.");
        return default;
    }

    /// <summary>A day; null for none.</summary>
    public DateOnly? Day(string field, string? text, string wanted)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Refuse(field, wanted);
        return null;
    }

    private DateTimeOffset? Time(string field, string text)
    {
        if (DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var found))
            return found;
        Refuse(field, "Must be a day or a time, such as 2026-03-01 or 2026-03-01T12:00:00Z.");
        return null;
    }
}
