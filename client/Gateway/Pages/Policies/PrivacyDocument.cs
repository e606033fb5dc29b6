using Darkroom.Brands;

namespace Darkroom.Gateway.Pages;

/// <summary>How data is handled: what, why, how long, who is given it, and what people can ask for.</summary>
internal static class PrivacyDocument
{
    public static PolicyDocument Write(PolicyWords words)
    {
        var (brand, rules) = (words.Brand, words.Brand.Retention);
        return new PolicyDocument(words.T("privacy.title"), [PolicyDocuments.Updated(words)],
        [
            new(words.T("privacy.pictures"), words.T("privacy.pictures.text",
                ("inputs", words.Time(rules.Inputs.Longest)), ("outputs", words.Time(rules.Outputs.Longest)), ("grace", words.Time(rules.GraceAfterDelivery)))),
            new(words.T("privacy.account"), words.T("privacy.account.text", ("age", Age(words)), ("erasure", words.Time(rules.Erasure.Longest)))),
            new(words.T("privacy.records"), words.T("privacy.records.text", ("records", words.Time(rules.JobRecords.Longest)))),
            new(words.P("policy.data")) { Table = Data(words) },
            new(words.T("privacy.recipients"), words.T("privacy.recipients.text")) { Table = RecipientDocument.Table(words) },
            new(words.P("policy.rights"), words.P("policy.rights.lead", ("contact", brand.Contact))) { Table = Rights(words) },
            new(words.P("policy.age"), words.P("policy.age.lead", ("brand", brand.Name), ("age", words.Number(brand.MinimumAge))), words.P("policy.age.birthDate")),
            new(words.P("policy.changes"), Changes(words)),
            new(words.T("privacy.contact"), words.P("policy.responsible.text", ("brand", brand.Name)))
            {
                Mails = brand.Privacy.Support is { } support && support != brand.Contact ? [("", brand.Contact), (words.P("policy.support"), support)] : [("", brand.Contact)],
            },
        ]);
    }

    private static string Age(PolicyWords words) => words.T(
        words.Brand.MinimumAgeByCountry.Count > 0 ? "privacy.account.age.higher" : "privacy.account.age", ("age", words.Number(words.Brand.MinimumAge)));

    private static PolicyTable Data(PolicyWords words) => new(
        [words.P("policy.data.column.what"), words.P("policy.data.column.why"), words.P("policy.data.column.long")],
        [
            .. words.Brand.Privacy.Data.Select(use => (IReadOnlyList<string>)
                [words.P($"policy.kind.{use.Kind}"), string.Join("; ", use.Purposes.Select(purpose => words.P($"policy.why.{purpose}"))), Kept(words, use.Rule)]),
        ]);

    private static string Kept(PolicyWords words, string rule)
    {
        var rules = words.Brand.Retention;
        return rule switch
        {
            "erasure" => words.P("policy.kept.erasure", ("time", words.Time(rules.Erasure.Longest))),
            "inputs" => words.P("policy.kept.inputs", ("time", words.Time(rules.Inputs.Longest))),
            "outputs" => words.P("policy.kept.outputs", ("time", words.Time(rules.Outputs.Longest)), ("grace", words.Time(rules.GraceAfterDelivery))),
            "jobRecords" => words.P("policy.kept.jobRecords", ("time", words.Time(rules.JobRecords.Longest))),
            "spending" => words.P("policy.kept.spending", ("time", words.Time(new Period(rules.Spending!.Months, TimeSpan.Zero)))),
            _ => words.P("policy.kept.purchases"),
        };
    }

    private static PolicyTable Rights(PolicyWords words) => new(
        [words.P("policy.rights.column.what"), words.P("policy.rights.column.long")],
        [.. words.Brand.Privacy.Rights.Select(right => (IReadOnlyList<string>)[words.P($"policy.right.{right.Name}"), words.Time(right.Longest)])]);

    private static string Changes(PolicyWords words) => words.Brand.Privacy.Notice is { Days: > 0 } notice
        ? words.P("policy.changes.notice", ("days", words.Time(TimeSpan.FromDays(notice.Days))))
        : words.P("policy.changes.page");
}
