using Darkroom.Brands;

namespace Darkroom.Gateway.Pages;

/// <summary>Everyone outside who can be given personal data.</summary>
internal static class RecipientDocument
{
    public static PolicyDocument Write(PolicyWords words) => new(
        words.P("recipients"), [PolicyDocuments.Updated(words), words.P("recipients.lead", ("brand", words.Brand.Name))],
        [new(words.T("privacy.recipients")) { Table = Table(words) }]);

    public static PolicyTable Table(PolicyWords words) => new(
        [words.P("recipients.column.who"), words.P("recipients.column.why"), words.P("recipients.column.what"), words.P("recipients.column.where")],
        [
            .. words.Brand.Recipients.Select(one => (IReadOnlyList<string>)
                [Name(words, one), words.Purpose(one.Purpose), string.Join("; ", one.Receives.Select(what => words.P($"receives.{what}"))), Where(words, one)]),
        ]);

    private static string Name(PolicyWords words, Recipient one) =>
        one.Name ?? words.P(one.Purpose == Recipient.Law ? "recipients.authorities" : "recipients.nobody");

    private static string Where(PolicyWords words, Recipient one) => one is { Country: { } country, Safeguard: { } safeguard }
        ? words.P($"safeguard.{safeguard}", ("country", words.Country(country)))
        : "–";
}
