namespace Darkroom.Gateway.Pages;

/// <summary>Cookies, those that are needed and those that wait for consent.</summary>
internal static class CookieDocument
{
    public static PolicyDocument Write(PolicyWords words) => new(
        words.P("cookies"), [PolicyDocuments.Updated(words), words.P("cookies.lead")],
        [Part(words, "cookies.essential", isEssential: true), Part(words, "cookies.optional", isEssential: false)]);

    private static PolicyPart Part(PolicyWords words, string heading, bool isEssential)
    {
        var rows = words.Brand.Privacy.Cookies.Where(cookie => cookie.IsEssential == isEssential)
            .Select(cookie => (IReadOnlyList<string>)[cookie.Name, words.P($"cookie.{cookie.Purpose}"), words.Time(cookie.Longest)]).ToList();
        return rows.Count == 0
            ? new PolicyPart(words.P(heading), words.P("cookies.none"))
            : new PolicyPart(words.P(heading)) { Table = new([words.P("cookies.column.name"), words.P("cookies.column.why"), words.P("cookies.column.long")], rows) };
    }
}
