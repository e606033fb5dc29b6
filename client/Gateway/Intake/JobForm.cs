using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Darkroom.Brands;
using Darkroom.Gateway.Problems;
using Darkroom.Tools;

namespace Darkroom.Gateway.Intake;

/// <summary>
/// The text fields of a job's form, as they come in. The fields may stand before or after the files, with one difference: once both
/// <c>tool</c> and <c>params</c> are known, files stream straight into the vault, and no field may follow; until then files wait in memory.
/// </summary>
internal sealed class JobForm
{
    /// <summary>The files' field.</summary>
    public const string File = "file";

    /// <summary>The fields of a job.</summary>
    public static IReadOnlyList<string> Fields { get; } = [Tool, Params, CallbackUrl, KeepFor, Price];

    private const string Tool = "tool";
    private const string Params = "params";
    private const string CallbackUrl = "callbackUrl";
    private const string KeepFor = "keepFor";
    private const string Price = "price";
    private const int LongestCallback = 2048;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <summary>Everything that decides the price and the row is known before the first file.</summary>
    public bool CanStream => values.ContainsKey(Tool) && values.ContainsKey(Params);

    /// <summary>Takes a field; false when it came before.</summary>
    public bool Add(string name, string value) => values.TryAdd(name, value);

    /// <summary>Checks everything at once, so that a client learns of all its mistakes together.</summary>
    public JobRequest? Read(BrandPolicy brand, bool allowPlainCallbacks, out Problem? refusal)
    {
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (tool, offer) = ReadTool(brand, errors);
        var parameters = ReadParameters(tool, values.GetValueOrDefault(Params), errors);
        var callback = ReadCallback(allowPlainCallbacks, errors);
        var keepFor = ReadKeepFor(errors);
        var quoted = ReadPrice(errors);
        refusal = errors.Count > 0 ? Problem.BadParameters(errors) : null;
        return refusal is null ? new JobRequest(tool!, parameters!, offer!, callback, keepFor, quoted) : null;
    }

    /// <summary>What makes two requests the same: every field as it was sent, and the content of every file.</summary>
    public byte[] Fingerprint(IEnumerable<byte[]> fileDigests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in Fields)
        {
            // The price only where it was sent: a request without it stays what it was before there was such a field.
            var value = values.GetValueOrDefault(field);
            if (value is not null || field != Price)
                hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(value is null ? "-" : "=" + value)));
        }

        foreach (var digest in fileDigests)
            hash.AppendData(digest);
        return hash.GetHashAndReset();
    }

    /// <summary>Reads a tool's parameters from text; adds an error per field under <c>params.</c>.</summary>
    public static string? ReadParameters(Tool? tool, string? text, IDictionary<string, string> errors)
    {
        JsonObject? json;
        try
        {
            json = string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            json = null;
        }

        if (json is null)
        {
            errors[Params] = "Must be a JSON object.";
            return null;
        }

        switch (tool?.CheckParameters(json))
        {
            case ParameterCheck.Valid valid:
                return valid.Normalized;
            case ParameterCheck.Invalid invalid:
                foreach (var (field, message) in invalid.Errors)
                    errors[field.Length == 0 ? Params : $"{Params}.{field}"] = message;
                return null;
            default:
                return null;
        }
    }

    /// <summary>Finds a tool that the brand sells.</summary>
    public static (Tool? Tool, ToolOffer? Offer) FindTool(BrandPolicy brand, string? name, IDictionary<string, string> errors)
    {
        if (name is not null && brand.Tools.TryGetValue(name, out var offer) && ToolCatalog.All.TryGetValue(name, out var tool))
            return (tool, offer);
        var sold = string.Join(", ", brand.Tools.Keys.Where(ToolCatalog.All.ContainsKey).Order(StringComparer.Ordinal));
        errors[Tool] = name is null ? $"Say which tool: {sold}." : $"There is no such tool. There are: {sold}.";
        return (null, null);
    }

    private (Tool? Tool, ToolOffer? Offer) ReadTool(BrandPolicy brand, SortedDictionary<string, string> errors) =>
        FindTool(brand, values.GetValueOrDefault(Tool), errors);

    private string? ReadCallback(bool allowPlain, SortedDictionary<string, string> errors)
    {
        if (values.GetValueOrDefault(CallbackUrl) is not { Length: > 0 } text)
            return null;
        var isGood = text.Length <= LongestCallback && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (allowPlain && url.Scheme == Uri.UriSchemeHttp))
            && url.UserInfo.Length == 0;
        if (!isGood)
            errors[CallbackUrl] = $"Must be an absolute https address without a user name, at most {LongestCallback} characters.";
        return isGood ? text : null;
    }

    private TimeSpan? ReadKeepFor(SortedDictionary<string, string> errors)
    {
        if (values.GetValueOrDefault(KeepFor) is not { Length: > 0 } text)
            return null;
        if (ParseDuration(text) is { } time && time > TimeSpan.Zero)
            return time;
        errors[KeepFor] = "Must be a positive number of seconds, or an ISO 8601 duration such as PT30M.";
        return null;
    }

    private long? ReadPrice(SortedDictionary<string, string> errors)
    {
        // A page whose script did not learn the picture's size sends the field empty.
        if (values.GetValueOrDefault(Price) is not { Length: > 0 } text)
            return null;
        if (long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var credits))
            return credits;
        errors[Price] = "Must be a whole number of credits, as POST /v1/quotes answers it.";
        return null;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        const long longestSeconds = 100L * 366 * 24 * 3600; // Whatever is longer is cut to the policy anyway.
        if (long.TryParse(text, System.Globalization.NumberStyles.None, null, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, longestSeconds));
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }
}

/// <summary>A job's fields, checked.</summary>
internal sealed record JobRequest(Tool Tool, string Parameters, ToolOffer Offer, string? CallbackUrl, TimeSpan? KeepFor, long? Quoted);
