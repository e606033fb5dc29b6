using System.Globalization;
using Darkroom.Brands;
using Darkroom.Gateway.Intake;
using Darkroom.Tools;

namespace Darkroom.Gateway.Prices;

/// <summary>Reads what is asked and answers with the price, from the same functions that charge it. Pure.</summary>
internal static class Quote
{
    /// <summary>The quote, or null and an error for each field that is wrong.</summary>
    public static QuoteBody? Of(QuoteRequest request, BrandPolicy brand, IDictionary<string, string> errors)
    {
        var isOfJob = request.Tool is not null || request.Params is not null || request.Pictures is not null;
        var isOfCredits = request.Credits is not null || request.Currency is not null;
        if (isOfJob && isOfCredits)
        {
            const string either = "Ask for a job (tool, params, pictures) or for credits (credits, currency), one at a time.";
            foreach (var field in Given(request))
                errors[field] = either;
            return null;
        }

        if (isOfCredits)
            return OfCredits(request, brand, errors);
        if (!isOfJob)
            errors["credits"] = "Or say how many credits, and the currency.";
        return OfJob(request, brand, errors);
    }

    private static JobQuoteBody? OfJob(QuoteRequest request, BrandPolicy brand, IDictionary<string, string> errors)
    {
        var (tool, offer) = JobForm.FindTool(brand, request.Tool, errors);
        var parameters = JobForm.ReadParameters(tool, request.Params?.ToJsonString(), errors);
        var known = ReadPictures(request.Pictures, tool, brand.Uploads, errors);
        if (errors.Count > 0)
            return null;
        var range = request.Pictures is null
            ? offer!.Price.Possible([], tool!.MinimumInputs, tool.MaximumInputs, brand.Uploads.LargestPicture)
            : offer!.Price.Possible(known, 0, 0, brand.Uploads.LargestPicture);
        return JobQuoteBody.Of(tool!.Name, range, parameters!);
    }

    private static List<long> ReadPictures(
        IReadOnlyList<PictureSizeBody?>? pictures, Tool? tool, UploadLimits limits, IDictionary<string, string> errors)
    {
        if (pictures is null)
            return [];
        if (tool is not null && (pictures.Count < tool.MinimumInputs || pictures.Count > tool.MaximumInputs))
        {
            errors["pictures"] = tool.MinimumInputs == tool.MaximumInputs
                ? string.Create(CultureInfo.InvariantCulture, $"This tool takes {tool.MinimumInputs} picture(s). Leave the field out where it is not known yet.")
                : string.Create(CultureInfo.InvariantCulture, $"This tool takes {tool.MinimumInputs} to {tool.MaximumInputs} pictures. Leave the field out where they are not known yet.");
            return [];
        }

        var known = new List<long>();
        foreach (var (picture, index) in pictures.Take(tool?.MaximumInputs ?? 0).Select((picture, index) => (picture, index)))
        {
            var width = ReadSide(picture?.Width, $"pictures[{index}].width", limits, errors);
            var height = ReadSide(picture?.Height, $"pictures[{index}].height", limits, errors);
            if (width * height > limits.MaximumPixels)
                errors[$"pictures[{index}]"] = string.Create(CultureInfo.InvariantCulture, $"A picture may have {limits.MaximumPixels} pixels.");
            known.Add(width * height);
        }

        return known;
    }

    private static long ReadSide(long? side, string field, UploadLimits limits, IDictionary<string, string> errors)
    {
        if (side is { } pixels && pixels >= 1 && pixels <= limits.MaximumSide)
            return pixels;
        errors[field] = string.Create(CultureInfo.InvariantCulture, $"Must be 1 to {limits.MaximumSide} pixels.");
        return 0;
    }

    private static CreditQuoteBody? OfCredits(QuoteRequest request, BrandPolicy brand, IDictionary<string, string> errors)
    {
        var prices = brand.Credits.Prices;
        if (prices.Count == 0)
        {
            errors["credits"] = "No credits are sold here.";
            return null;
        }

        var price = request.Currency is { } currency ? prices.GetValueOrDefault(currency) : null;
        if (price is null)
            errors["currency"] = $"Must be one of: {string.Join(", ", prices.Keys.Order(StringComparer.Ordinal))}.";
        var (least, most) = price is null
            ? (prices.Values.Min(each => each.Minimum), prices.Values.Max(each => each.Maximum)) : (price.Minimum, price.Maximum);
        if (request.Credits is not { } credits || credits < least || credits > most)
        {
            errors["credits"] = string.Create(CultureInfo.InvariantCulture, $"Must be {least} to {most}: so many can be bought at once.");
            return null;
        }

        return price?.Quote(credits) is { } quote ? CreditQuoteBody.Of(quote) : null;
    }

    private static IEnumerable<string> Given(QuoteRequest request) =>
        new (string Name, object? Value)[]
        {
            ("tool", request.Tool), ("params", request.Params), ("pictures", request.Pictures), ("credits", request.Credits), ("currency", request.Currency),
        }.Where(field => field.Value is not null).Select(field => field.Name);
}
