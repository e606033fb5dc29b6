namespace Darkroom.Gateway.Pages;

/// <summary>Cookies, those that are needed and those that wait for consent.</summary>
internal static class CookieDocument
{
    public static PolicyDocument Write(PolicyWords words) => new(
        words.P("policy.cookies"), [PolicyDocuments.Updated(words), words.P("policy.cookies.lead")],
        [Part(words, "policy.cookies.essential", isEssential: true), Part(words, "policy.cookies.optional", isEssential: false)]);

    private static PolicyPart Part(PolicyWords words, string heading, bool isEssential)
    {
        var rows = words.Brand.Privacy.Cookies.Where(cookie => cookie.IsEssential == isEssential)
            .Select(cookie => (IReadOnlyList<string>)[cookie.Name, words.P($"policy.cookie.{cookie.Purpose}"), words.Time(cookie.Longest)]).ToList();
        return rows.Count == 0
            ? new PolicyPart(words.P(heading), words.P("policy.cookies.none"))
            : new PolicyPart(words.P(heading)) { Table = new([words.P("policy.cookies.column.name"), words.P("policy.cookies.column.why"), words.P("policy.cookies.column.long")], rows) };
    }
}
