using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Darkroom.Prices;

namespace Darkroom.Brands;

/// <summary>Reads a brand file's prices: what tools cost in credits, and credits in money.</summary>
/// <param name="problem">Is told the JSON path, and what is wrong and what to do.</param>
internal sealed partial class PriceCheck(Action<string, string> problem)
{
    private const long LargestPicture = 1_000_000_000;
    private static readonly string WholeCredits = string.Create(CultureInfo.InvariantCulture, $"give whole credits from 0 to {ToolPrice.MaximumCredits}.");

    private int problems;

    /// <summary>A tool's price: whole credits, or steps by size. Null when it was refused.</summary>
    public ToolPrice? ReadTool(string path, JsonElement written)
    {
        problems = 0;
        switch (written.ValueKind)
        {
            case JsonValueKind.Number:
                var credits = ReadCredits(path, written);
                return problems == 0 ? ToolPrice.PerJob(credits) : null;
            case JsonValueKind.Array:
                var steps = written.EnumerateArray().Select((step, index) => (Path: $"{path}[{index}]", Step: ReadStep($"{path}[{index}]", step))).ToList();
                Must(steps.Count > 0, path, "a price by size needs at least one step.");
                if (problems == 0)
                {
                    CheckSteps(steps);
                }

                return problems == 0 ? ToolPrice.BySize([.. steps.Select(each => each.Step)]) : null;
            default:
                Must(false, path, "give whole credits, or a list of steps by size.");
                return null;
        }
    }

    /// <summary>What credits cost, by currency. Empty when there are none, or they were refused.</summary>
    public IReadOnlyDictionary<string, CreditPrice> ReadCreditPrices(BrandFile.CreditsPart part)
    {
        problems = 0;
        if (part.Prices is not { } written)
        {
            Must(part.Most is null, "$.credits.most", "there are no prices that it could limit; add prices, or leave it out.");
            return new Dictionary<string, CreditPrice>();
        }

        Must(written.Count > 0, "$.credits.prices", "name at least one currency, or leave it out.");
        Must(part.Most is >= 1 and <= CreditPrice.MaximumCredits, "$.credits.most",
            $"say how many credits can be bought at once at most, from 1 to {CreditPrice.MaximumCredits}.");
        var tiers = written.ToDictionary(price => price.Key, price => ReadTiers($"$.credits.prices.{price.Key}", price.Key, price.Value, part.Most));
        return problems > 0
            ? new Dictionary<string, CreditPrice>()
            : tiers.ToDictionary(price => price.Key, price => new CreditPrice(price.Key, price.Value, part.Most!.Value));
    }

    private PriceStep ReadStep(string path, JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object)
        {
            Must(false, path, "a step is an object of credits and, but for the last, upToMegapixels.");
            return new PriceStep(null, 0);
        }

        foreach (var field in step.EnumerateObject().Where(field => field.Name is not ("credits" or "upToMegapixels")))
        {
            Must(false, $"{path}.{field.Name}", "a step has credits and upToMegapixels, and nothing else.");
        }

        var credits = step.TryGetProperty("credits", out var price) ? ReadCredits($"{path}.credits", price) : Missing($"{path}.credits");
        return new PriceStep(step.TryGetProperty("upToMegapixels", out var bound) ? ReadBound($"{path}.upToMegapixels", bound) : null, credits);
    }

    private void CheckSteps(IReadOnlyList<(string Path, PriceStep Step)> steps)
    {
        Must(steps[^1].Step.UpToPixels is null, $"{steps[^1].Path}.upToMegapixels", "the last step is for all larger pictures: leave its bound out.");
        foreach (var (path, step) in steps.SkipLast(1))
        {
            Must(step.UpToPixels is not null, $"{path}.upToMegapixels", "only the last step is without a bound: say up to how many megapixels this one is.");
        }

        foreach (var ((_, before), (path, after)) in steps.Zip(steps.Skip(1)))
        {
            Must(!(after.UpToPixels <= before.UpToPixels), $"{path}.upToMegapixels", "steps rise: give more megapixels than in the step before.");
            Must(after.Credits > before.Credits, $"{path}.credits", "a step for larger pictures costs more than the one before; otherwise it is not needed.");
        }
    }

    private long ReadCredits(string path, JsonElement written)
    {
        var isGood = written.ValueKind == JsonValueKind.Number && written.TryGetInt64(out var credits) && credits is >= 0 and <= ToolPrice.MaximumCredits;
        Must(isGood, path, WholeCredits);
        return isGood ? written.GetInt64() : 0;
    }

    private long ReadBound(string path, JsonElement written)
    {
        // In decimals, so that 0.1 megapixels are exactly 100,000 pixels.
        if (written.ValueKind == JsonValueKind.Number && written.TryGetDecimal(out var megapixels)
            && megapixels > 0 && megapixels <= LargestPicture / ToolPrice.Megapixel && decimal.IsInteger(megapixels * ToolPrice.Megapixel))
        {
            return (long)(megapixels * ToolPrice.Megapixel);
        }

        Must(false, path, "give megapixels above 0 and up to 1000, with at most six decimals.");
        return 0;
    }

    private List<CreditTier> ReadTiers(string path, string currency, IReadOnlyList<BrandFile.TierPart>? written, long? most)
    {
        Must(Currency.Exists(currency), path, "use ISO 4217 currency codes in upper case.");
        Must(written is { Count: > 0 } && written.All(tier => tier is not null), path, "give at least one tier, each with from and unitAmount.");
        if (written is null || written.Any(tier => tier is null))
        {
            return [];
        }

        var tiers = written.Select((tier, index) => new CreditTier(tier.From, ReadAmount($"{path}[{index}].unitAmount", tier.UnitAmount))).ToList();
        for (var index = 0; index < tiers.Count; index++)
        {
            var (tier, at) = (tiers[index], $"{path}[{index}]");
            Must(tier.From is >= 1 and <= CreditPrice.MaximumCredits, $"{at}.from", $"give whole credits from 1 to {CreditPrice.MaximumCredits}.");
            Must(!(tier.From > most), $"{at}.from", "a tier above credits.most is never reached; lower it, or raise credits.most.");
            if (tier is { From: >= 1 and <= CreditPrice.MaximumCredits, UnitAmount: > 0 })
            {
                Must(CreditPrice.Total(tier.From, tier) > 0, $"{at}.unitAmount", "this tier's first quantity rounds to nothing; raise the amount or from.");
            }

            if (index > 0)
            {
                Must(tier.From > tiers[index - 1].From, $"{at}.from", "tiers rise: give more credits than in the tier before.");
                Must(tier.UnitAmount < tiers[index - 1].UnitAmount || tier.UnitAmount == 0 || tiers[index - 1].UnitAmount == 0, $"{at}.unitAmount", "a credit in a larger volume costs less than in the tier before; otherwise the tier is not needed.");
            }
        }

        return tiers;
    }

    private decimal ReadAmount(string path, string? written)
    {
        if (written is not null && DecimalText().IsMatch(written) && decimal.Parse(written, CultureInfo.InvariantCulture) is > 0 and <= CreditPrice.MaximumUnitAmount and var amount)
        {
            return amount;
        }

        Must(false, path, "write minor units for one credit as decimal text above 0 and up to 1000000, such as \"9.5\", with at most twelve decimals.");
        return 0;
    }

    private long Missing(string path)
    {
        Must(false, path, WholeCredits);
        return 0;
    }

    private void Must(bool holds, string path, string text)
    {
        if (!holds)
        {
            problems++;
            problem(path, text);
        }
    }

    // '\z' and not '$', which lets a final line feed through.
    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,6})(\.[0-9]{1,12})?\z")]
    private static partial Regex DecimalText();
}
