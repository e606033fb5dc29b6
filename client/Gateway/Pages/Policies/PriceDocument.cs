using Darkroom.Prices;
using Darkroom.Tools;

namespace Darkroom.Gateway.Pages;

/// <summary>What tools cost in credits, and credits in money.</summary>
internal static class PriceDocument
{
    public static PolicyDocument Write(PolicyWords words)
    {
        var credits = words.Brand.Credits;
        var lead = new List<string> { PolicyDocuments.Updated(words), words.P("policy.prices.lead") };
        if (credits.Welcome > 0)
            lead.Add(words.P("policy.prices.welcome", ("credits", words.Credits(credits.Welcome))));
        if (credits.WithholdEarned)
            lead.Add(words.P("policy.prices.withheld"));
        return new PolicyDocument(words.P("policy.prices"), lead, [Tools(words), .. Credits(words)]);
    }

    private static PolicyPart Tools(PolicyWords words)
    {
        var rows = words.Brand.Tools.Where(tool => ToolCatalog.All.ContainsKey(tool.Key)).OrderBy(tool => tool.Value.Price.Smallest)
            .Select(tool => (IReadOnlyList<string>)[words.T($"tool.{tool.Key}.name"), Price(words, tool.Value.Price)]).ToList();
        return rows.Count == 0
            ? new PolicyPart(words.P("policy.prices.tools"), words.P("policy.home.nothing"))
            : new PolicyPart(words.P("policy.prices.tools")) { Table = new([words.P("policy.prices.column.tool"), words.P("policy.prices.column.price")], rows) };
    }

    private static string Price(PolicyWords words, ToolPrice price) => !price.IsBySize || price.Steps.Count == 1
        ? words.Credits(price.Smallest)
        : string.Join(", ", price.Steps.Select(step => step.UpToPixels is { } pixels
            ? words.T("tool.price.upTo", ("credits", words.Credits(step.Credits)), ("megapixels", (pixels / 1e6).ToString("0.######", words.Culture)))
            : words.T("tool.price.above", ("credits", words.Credits(step.Credits)))));

    private static IEnumerable<PolicyPart> Credits(PolicyWords words)
    {
        var prices = words.Brand.Credits.Prices.Values.OrderBy(price => price.Currency, StringComparer.Ordinal).ToList();
        if (prices.Count == 0)
            return [new PolicyPart(words.P("policy.prices.credits"), words.P("policy.prices.credits.none"))];
        return prices.Select(price => new PolicyPart(
            $"{words.P("policy.prices.credits")}, {price.Currency}",
            words.P("policy.prices.credits.lead", ("least", words.Number(price.Minimum)), ("most", words.Credits(price.Maximum))))
        {
            Table = new(
                [words.P("policy.prices.column.from"), words.P("policy.prices.column.each")],
                [.. price.Tiers.Select(tier => (IReadOnlyList<string>)[words.Credits(tier.From), words.Money(tier.UnitAmount, price.Currency)])]),
        });
    }
}
