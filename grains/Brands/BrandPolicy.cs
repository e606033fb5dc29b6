using Darkroom.Prices;

namespace Darkroom.Brands;

/// <summary>A brand's policy file, read and validated. What it says is what the cluster enforces. Immutable.</summary>
/// <param name="Id">The file's name without extension.</param>
/// <param name="Name">The name people see.</param>
/// <param name="Hosts">Host names (without port) that choose this brand.</param>
/// <param name="Languages">BCP 47 tags, the default first.</param>
/// <param name="Contact">Where privacy requests go.</param>
/// <param name="PolicyVersion">The version that a new account must accept.</param>
/// <param name="SignIn">Sign-in methods: <c>magic-link</c> for now.</param>
/// <param name="MinimumAge">In years; by country where <paramref name="MinimumAgeByCountry"/> says so.</param>
/// <param name="MinimumAgeByCountry">Years by ISO 3166-1 alpha-2 country code in upper case.</param>
/// <param name="Look">What the brand looks like.</param>
/// <param name="MailFrom">The address that mails come from.</param>
/// <param name="Recipients">Everyone outside who is given personal data; nobody else can be called.</param>
public sealed record BrandPolicy(
    BrandId Id, string Name, IReadOnlyList<string> Hosts, IReadOnlyList<string> Languages, string Contact,
    string PolicyVersion, IReadOnlyList<string> SignIn, int MinimumAge,
    IReadOnlyDictionary<string, int> MinimumAgeByCountry, CreditRules Credits,
    IReadOnlyDictionary<string, ToolOffer> Tools, UploadLimits Uploads, RetentionRules Retention,
    BrandLook Look, string MailFrom, IReadOnlyList<Recipient> Recipients)
{
    /// <summary>What people are told about their data, and can ask for.</summary>
    public PrivacyFacts Privacy { get; init; } = PrivacyFacts.None;

    /// <summary>The age in years that a person in this country (ISO 3166-1 alpha-2, upper case) must have reached.</summary>
    public int MinimumAgeIn(string country) => MinimumAgeByCountry.GetValueOrDefault(country, MinimumAge);

    /// <summary>
    /// The first of the wished languages that the brand speaks (by primary tag), else the brand's default. Norwegian under any of its tags
    /// (<c>no</c>, <c>nn</c>, <c>nb-NO</c>) is bokmål: browsers ask for all three, and whoever reads nynorsk reads it too.
    /// </summary>
    public string Speaks(params IEnumerable<string?> wished) =>
        wished.Select(wish => wish?.Split('-')[0] switch { { } tag when tag.ToLowerInvariant() is "no" or "nn" => "nb", var tag => tag })
            .Select(tag => Languages.FirstOrDefault(own => own.Equals(tag, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(own => own is not null) ?? Languages[0];
}

/// <summary>How credits come and go.</summary>
/// <param name="Welcome">Credits that a new account is given.</param>
/// <param name="SpendOrder">Kinds of lots in the order in which they are spent: <c>subscription</c>, <c>promotional</c>, <c>paid</c>.</param>
/// <param name="WithholdEarned">Whether promotional credits can be used only while no subscription is active.</param>
public sealed record CreditRules(long Welcome, IReadOnlyList<string> SpendOrder, bool WithholdEarned = false)
{
    /// <summary>What credits cost, by ISO 4217 currency; empty where they are not sold.</summary>
    public IReadOnlyDictionary<string, CreditPrice> Prices { get; init; } = new Dictionary<string, CreditPrice>();
}

/// <summary>A tool that this brand sells.</summary>
/// <param name="Price">What it costs.</param>
public sealed record ToolOffer(ToolPrice Price)
{
    /// <summary>At the same price for every job.</summary>
    public ToolOffer(long credits) : this(ToolPrice.PerJob(credits)) { }
}

/// <summary>What may be uploaded.</summary>
/// <param name="MaximumBytes">Of one file.</param>
/// <param name="MaximumPixels">Width times height of one picture.</param>
/// <param name="MaximumSide">Longest side in pixels.</param>
public sealed record UploadLimits(long MaximumBytes, long MaximumPixels, int MaximumSide)
{
    /// <summary>Pixels of the largest picture that is taken.</summary>
    public long LargestPicture => Math.Min(MaximumPixels, (long)MaximumSide * MaximumSide);
}

/// <summary>How long things stay, each with the clause that promises it.</summary>
/// <param name="Inputs">Counted from upload; inputs also go as soon as the job has ended.</param>
/// <param name="Outputs">Counted from the end of the job; they also go after delivery.</param>
/// <param name="GraceAfterDelivery">So that a click on 'download' after the first look still works.</param>
/// <param name="JobRecords">How long the row of an ended job (no pictures, no file names) is listed.</param>
/// <param name="Erasure">The latest end of an account after its owner asked for deletion.</param>
public sealed record RetentionRules(
    RetentionRule Inputs, RetentionRule Outputs, TimeSpan GraceAfterDelivery, RetentionRule JobRecords,
    RetentionRule Erasure)
{
    /// <summary>The clause behind keeping what was bought for as long as there are books.</summary>
    public string? PurchasesClause { get; init; }

    /// <summary>How long the details of spending credits (holds, captures, releases) stay in the books; null: as long as the books do. Top-ups stay for good.</summary>
    public SpendingRule? Spending { get; init; }
}

/// <summary>How long details of spending are kept, and the clause behind it.</summary>
/// <param name="Months">Of the calendar; 1 or more.</param>
public sealed record SpendingRule(int Months, string Clause)
{
    /// <summary>The moment from which on details are kept at a time.</summary>
    public DateTimeOffset KeptSince(DateTimeOffset now) => now.AddMonths(-Months);

    /// <summary>The last day, in UTC, of which no detail may be kept any more: all of it is older.</summary>
    public DateOnly LastForgotten(DateTimeOffset now) => DateOnly.FromDateTime(KeptSince(now).UtcDateTime).AddDays(-1);
}

/// <summary>A longest stay and the clause behind it.</summary>
public sealed record RetentionRule(TimeSpan Longest, string Clause);

/// <summary>All brands of this cluster. Thread-safe.</summary>
public interface IBrands
{
    /// <summary>Every brand, by id.</summary>
    IReadOnlyDictionary<BrandId, BrandPolicy> All { get; }

    /// <summary>The brand of a host name, or null.</summary>
    BrandPolicy? ByHost(string host);

    /// <summary>The brand with this id.</summary>
    /// <exception cref="KeyNotFoundException">No such brand file.</exception>
    BrandPolicy this[BrandId id] => All[id];
}
