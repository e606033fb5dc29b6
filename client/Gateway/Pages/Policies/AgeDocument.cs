namespace Darkroom.Gateway.Pages;

/// <summary>Who may have an account.</summary>
internal static class AgeDocument
{
    public static PolicyDocument Write(PolicyWords words)
    {
        var brand = words.Brand;
        var parts = new List<PolicyPart>();
        if (brand.MinimumAgeByCountry.Count > 0)
        {
            parts.Add(new PolicyPart(words.P("policy.age.column.country"), words.P("policy.age.country"))
            {
                Table = new(
                    [words.P("policy.age.column.country"), words.P("policy.age.column.age")],
                    [
                        .. brand.MinimumAgeByCountry.Select(limit => (Country: words.Country(limit.Key), limit.Value))
                            .OrderBy(limit => limit.Country, StringComparer.Create(words.Culture, ignoreCase: true))
                            .Select(limit => (IReadOnlyList<string>)[limit.Country, words.P("policy.age.years", ("count", words.Number(limit.Value)))]),
                    ]),
            });
        }

        return new PolicyDocument(words.P("policy.age"),
            [
                PolicyDocuments.Updated(words), words.P("policy.age.lead", ("brand", brand.Name), ("age", words.Number(brand.MinimumAge))),
                words.P("policy.age.birthDate"), words.P("policy.age.child", ("contact", brand.Contact)),
            ], parts);
    }
}
