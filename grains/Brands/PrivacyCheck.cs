using System.Globalization;
using Darkroom.Accounts;

namespace Darkroom.Brands;

/// <summary>Reads what a brand file says about people's data.</summary>
/// <param name="problem">Is told the JSON path, and what is wrong and what to do.</param>
internal sealed class PrivacyCheck(ClauseLimits limits, Action<string, string> problem)
{
    private const string NoNull = "write an object instead of null, or leave it out.";

    /// <summary>Reads it; what is wrong is told, and left out.</summary>
    public PrivacyFacts Read(BrandFile from)
    {
        var isDate = DateOnly.TryParseExact(from.Policy.Updated, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var updated);
        Must(isDate, "$.policy.updated", "give the day of the last change, such as 2026-03-02.");
        Must(from.Support is null || EmailAddress.TryParse(from.Support, out _), "$.support", "give an e-mail address, or leave it out.");
        return new PrivacyFacts(updated, ReadNotice(from.Policy.Notice), from.Support, ReadData(from), ReadRights(from), ReadCookies(from.Cookies));
    }

    private PolicyNotice? ReadNotice(BrandFile.NoticePart? notice)
    {
        if (notice is null)
            return null;
        Must(notice.Days is >= 0 and <= 365, "$.policy.notice.days", "give whole days from 0 to 365.");
        Tell("$.policy.notice.days", limits.Fault(ClauseLimits.Notice, notice.Clause, notice.Days == 0 ? "PT1S" : $"P{notice.Days}D"));
        return new PolicyNotice(notice.Days, notice.Clause);
    }

    private List<DataUse> ReadData(BrandFile from)
    {
        foreach (var missing in DataKind.All.Except(from.Data.Keys))
            problem($"$.data.{missing}", "the system stores it of everybody: say what for, and which rule ends it.");
        foreach (var (kind, part) in from.Data)
        {
            if (!DataKind.Rules.TryGetValue(kind, out var rules))
            {
                problem($"$.data.{kind}", $"no such data is stored; choose from: {Words(DataKind.All)}.");
                continue;
            }

            Must(part?.Purposes is { Count: > 0 } purposes && purposes.All(DataKind.Purposes.Contains), $"$.data.{kind}.purposes", $"choose from: {Words(DataKind.Purposes)}.");
            var isKept = part?.Retention is { } rule && rules.Contains(rule) && (rule != "spending" || from.Retention.Spending is not null);
            Must(isKept, $"$.data.{kind}.retention", $"this kind of data has no retention; name a rule of $.retention that ends it: {string.Join(" or ", rules)}.");
            Must(kind != DataKind.Spending || from.Retention.Spending is null || part?.Retention == "spending", $"$.data.{kind}.retention",
                "$.retention.spending ends it: name spending.");
        }

        return [.. DataKind.All.Where(kind => from.Data.GetValueOrDefault(kind) is not null)
            .Select(kind => new DataUse(kind, from.Data[kind].Purposes, from.Data[kind].Retention ?? ""))];
    }

    /// <summary>Everyone who may be given anything.</summary>
    public IReadOnlyList<Recipient> ReadRecipients(IReadOnlyList<BrandFile.RecipientPart> parts)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            var (part, at) = (parts[index], $"$.recipients[{index}]");
            if (part is null)
            {
                problem(at, NoNull);
                continue;
            }

            Must(Recipient.Purposes.Contains(part.Purpose), $"{at}.purpose", $"data is given out, and never sold, for one of: {Words(Recipient.Purposes)}.");
            Must(part.Receives.Count > 0 && part.Receives.All(Recipient.Receivable.Contains), $"{at}.receives", $"say what it is given: {Words(Recipient.Receivable)}.");
            if (part.Name is null)
            {
                Must(part.Country is null, $"{at}.country", "nobody is named here yet: leave it out, or name the recipient.");
                Must(part.Safeguard is null, $"{at}.safeguard", "nobody is named here yet: leave it out, or name the recipient.");
                continue;
            }

            Must(part.Name.Trim().Length > 0, $"{at}.name", "say the name that people know, or leave it out while nobody is engaged.");
            Must(part.Purpose != Recipient.Law, $"{at}.name", "authorities have no name here: leave it out.");
            Must(Country.Exists(part.Country), $"{at}.country", "say in which country the data is then, as ISO 3166-1 alpha-2 in upper case.");
            Must(part.Safeguard is { } safeguard && Recipient.Safeguards.Contains(safeguard), $"{at}.safeguard", $"say what the transfer rests on: {Words(Recipient.Safeguards)}.");
            Must((part.Safeguard == Recipient.InsideArea) == (part.Country is { } country && Recipient.Area.Contains(country)) || part.Safeguard is null, $"{at}.safeguard",
                "'eea' is for countries of the European Economic Area, and for all of them: every other country needs another safeguard.");
        }

        return [.. parts.OfType<BrandFile.RecipientPart>().Select(part => new Recipient(part.Name, part.Purpose) { Receives = part.Receives, Country = part.Country, Safeguard = part.Safeguard })];
    }

    private List<PersonRight> ReadRights(BrandFile from)
    {
        foreach (var unknown in from.Rights.Keys.Except(PersonRight.Names))
            problem($"$.rights.{unknown}", $"there is no such right; choose from: {Words(PersonRight.Names)}.");
        var rights = new List<PersonRight>();
        foreach (var name in PersonRight.Names.Where(from.Rights.ContainsKey))
        {
            var (at, part) = ($"$.rights.{name}", from.Rights[name]);
            if (part is null)
            {
                problem(at, NoNull);
                continue;
            }

            var isTime = Period.TryParse(part.Longest, out var longest);
            Must(isTime, $"{at}.longest", $"'{part.Longest}' is no time; write P1M or P7D.");
            Tell($"{at}.longest", limits.Fault(ClauseLimits.Rights, part.Clause, part.Longest));
            Must(name != "erasure" || !isTime || !Period.TryParse(from.Retention.Erasure.Longest, out var erasure) || erasure.IsWithin(longest), $"{at}.longest",
                "$.retention.erasure takes longer than that; shorten it, or give this right more time.");
            rights.Add(new PersonRight(name, longest, part.Clause));
        }

        Must(from.Rights.ContainsKey("erasure"), "$.rights", "people can always ask to be forgotten: add erasure.");
        return rights;
    }

    private List<Cookie> ReadCookies(IReadOnlyList<BrandFile.CookiePart> parts)
    {
        var cookies = new List<Cookie>();
        for (var index = 0; index < parts.Count; index++)
        {
            var (part, at) = (parts[index], $"$.cookies[{index}]");
            if (part is null)
            {
                problem(at, NoNull);
                continue;
            }

            Must(part.Name.Trim().Length > 0 && parts.Count(other => other?.Name == part.Name) == 1, $"{at}.name", "give each cookie's name once.");
            Must(Cookie.Purposes.Contains(part.Purpose), $"{at}.purpose", $"choose from: {Words(Cookie.Purposes)}.");
            Must(!part.Essential || part.Purpose is "session" or "preferences", $"{at}.essential", "a cookie for analytics or advertising is never essential: it waits for consent.");
            var isTime = Period.TryParse(part.Longest, out var longest) && longest.Months == 0;
            Must(isTime, $"{at}.longest", $"'{part.Longest}' is no ISO 8601 duration in days, hours, minutes or seconds; write P30D.");
            cookies.Add(new Cookie(part.Name, part.Purpose, part.Essential, longest.Length));
        }

        return cookies;
    }

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Order(StringComparer.Ordinal));

    private void Tell(string path, string? fault)
    {
        if (fault is not null)
            problem(path, fault);
    }

    private void Must(bool holds, string path, string text)
    {
        if (!holds)
            problem(path, text);
    }
}
