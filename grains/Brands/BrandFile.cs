using System.Text.Json;
using System.Text.Json.Serialization;

namespace Darkroom.Brands;

/// <summary>
/// A brand file exactly as it is written. Strict: an unknown, doubled or missing field is an error, because a
/// misspelt retention rule that is silently ignored would break a promise.
/// </summary>
internal sealed partial record BrandFile(
    string Name, BrandFile.LookPart Look, IReadOnlyList<string> Hosts, IReadOnlyList<string> Languages, string MailFrom,
    IReadOnlyList<string> SignIn, BrandFile.PolicyPart Policy, BrandFile.CreditsPart Credits,
    IReadOnlyDictionary<string, BrandFile.ToolPart> Tools, BrandFile.UploadsPart Uploads,
    BrandFile.RetentionPart Retention, IReadOnlyDictionary<string, BrandFile.DataPart> Data, IReadOnlyList<BrandFile.RecipientPart> Recipients,
    IReadOnlyDictionary<string, BrandFile.RightPart> Rights, IReadOnlyList<BrandFile.CookiePart> Cookies)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>For editors only.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>May be left to the operator's setting.</summary>
    public string? Contact { get; init; }

    /// <summary>Where people ask for help, if not at the contact.</summary>
    public string? Support { get; init; }

    public sealed record LookPart(string Accent, IReadOnlyDictionary<string, string> Tagline)
    {
        /// <summary>The colour of text upon the accent.</summary>
        public string OnAccent { get; init; } = BrandLook.White;

        /// <summary>Of corners, in pixels.</summary>
        public int Radius { get; init; } = BrandLook.UsualRadius;
    }

    public sealed record PolicyPart(string Version, string Updated, int MinimumAge)
    {
        /// <summary>Absent where a document promises nothing but the page itself.</summary>
        public NoticePart? Notice { get; init; }

        public IReadOnlyDictionary<string, int> MinimumAgeByCountry { get; init; } = new Dictionary<string, int>();
    }

    public sealed record CreditsPart(long Welcome, IReadOnlyList<string> SpendOrder)
    {
        /// <summary>When credits that were given can be used.</summary>
        public string Earned { get; init; } = "always";

        /// <summary>What credits cost, by currency; absent where they are not sold.</summary>
        public IReadOnlyDictionary<string, IReadOnlyList<TierPart>?>? Prices { get; init; }

        /// <summary>The most credits in one purchase.</summary>
        public long? Most { get; init; }
    }

    public sealed record TierPart(long From, string UnitAmount);

    /// <summary>A number or a list of steps: read by <see cref="PriceCheck"/>, which names what is wrong more exactly than a converter can.</summary>
    public sealed record ToolPart(JsonElement Price);

    public sealed record UploadsPart(long MaximumBytes, long MaximumPixels, int MaximumSide);

    public sealed record RetentionPart(
        RulePart Inputs, RulePart Outputs, string GraceAfterDelivery, RulePart JobRecords, RulePart Erasure, RulePart Purchases)
    {
        /// <summary>In whole months; without it the details stay as long as the books.</summary>
        public RulePart? Spending { get; init; }
    }

    public sealed record RulePart(string Longest, string Clause);
}
