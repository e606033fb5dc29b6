using Darkroom.Brands;

namespace Darkroom.Gateway.Pages;

/// <summary>Everyone outside who can be given personal data.</summary>
internal static class RecipientDocument
{
    public static PolicyDocument Write(PolicyWords words) => new(
        words.P("policy.recipients"), [PolicyDocuments.Updated(words), words.P("policy.recipients.lead", ("brand", words.Brand.Name))],
        [new(words.T("privacy.recipients")) { Table = Table(words) }]);

    public static PolicyTable Table(PolicyWords words) => new(
        [words.P("policy.recipients.column.who"), words.P("policy.recipients.column.why"), words.P("policy.recipients.column.what"), words.P("policy.recipients.column.where")],
        [
            .. words.Brand.Recipients.Select(one => (IReadOnlyList<string>)
                [Name(words, one), words.Purpose(one.Purpose), string.Join("; ", one.Receives.Select(what => words.P($"policy.receives.{what}"))), Where(words, one)]),
        ]);

    private static string Name(PolicyWords words, Recipient one) =>
        one.Name ?? words.P(one.Purpose == Recipient.Law ? "policy.recipients.authorities" : "policy.recipients.nobody");

    private static string Where(PolicyWords words, Recipient one) => one is { Country: { } country, Safeguard: { } safeguard }
        ? words.P($"policy.safeguard.{safeguard}", ("country", words.Country(country)))
        : "–";
}
