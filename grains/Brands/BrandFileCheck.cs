using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Darkroom.Accounts;

namespace Darkroom.Brands;

/// <summary>Turns one file into a policy, collecting every problem instead of stopping at the first.</summary>
internal sealed partial class BrandFileCheck(string file, List<string> problems)
{
    private const string WithoutSubscription = "without-subscription";
    private static readonly string[] KnownSignIn = ["magic-link"];
    private static readonly string[] LotKinds = ["paid", "promotional", "subscription"];

    public void Problem(string path, string text) => problems.Add($"{file}: {path}: {text}");

    public BrandPolicy? Build(string name, BrandFile from, Func<string, string?> setting, string? localContact)
    {
        var before = problems.Count;
        Must(BrandName().IsMatch(name), "$", "the file name is the brand's id: use lower-case letters and digits, beginning with a letter.");
        Must(from.Name.Trim().Length > 0, "$.name", "say the name that people see.");
        Must(from.Languages.Count > 0 && from.Languages.All(tag => Language().IsMatch(tag)) && Distinct(from.Languages),
            "$.languages", "list two-letter language tags, the default first, each once.");
        Must(from.Hosts.Count > 0 && Distinct(from.Hosts), "$.hosts", "list at least one host name, each once.");
        foreach (var host in from.Hosts)
        {
            Must(Uri.CheckHostName(host) != UriHostNameType.Unknown, "$.hosts", $"'{host}' is no host name; leave scheme and port out.");
        }

        Must(EmailAddress.TryParse(from.MailFrom, out _), "$.mailFrom", "give the e-mail address that mails come from.");
        Must(Colour().IsMatch(from.Look.Accent), "$.look.accent", "write the colour as #rrggbb.");
        foreach (var tag in from.Languages)
        {
            Must(from.Look.Tagline.ContainsKey(tag), "$.look.tagline", $"the language '{tag}' has no line; add it.");
        }

        Must(from.SignIn.Count > 0 && from.SignIn.All(KnownSignIn.Contains), "$.signIn", $"choose from: {string.Join(", ", KnownSignIn)}.");
        CheckPolicy(from.Policy);
        CheckOffer(from);
        var check = new PriceCheck(Problem);
        var prices = from.Tools.ToDictionary(tool => tool.Key, tool => check.ReadTool($"$.tools.{tool.Key}.price", tool.Value?.Price ?? default));
        var creditPrices = check.ReadCreditPrices(from.Credits);
        var retention = CheckRetention(from.Retention);
        var contact = CheckContact(name, from.Contact, setting, localContact);
        return problems.Count > before ? null : new BrandPolicy(
            new BrandId(name), from.Name, from.Hosts, from.Languages, contact, from.Policy.Version, from.SignIn,
            from.Policy.MinimumAge, from.Policy.MinimumAgeByCountry,
            new CreditRules(from.Credits.Welcome, from.Credits.SpendOrder, from.Credits.Earned == WithoutSubscription) { Prices = creditPrices },
            prices.ToDictionary(tool => tool.Key, tool => new ToolOffer(tool.Value!)),
            new UploadLimits(from.Uploads.MaximumBytes, from.Uploads.MaximumPixels, from.Uploads.MaximumSide),
            retention, new BrandLook(from.Look.Accent, from.Look.Tagline), from.MailFrom,
            [.. from.Recipients.Select(one => new Recipient(one.Name, one.Purpose))]);
    }

    private void CheckPolicy(BrandFile.PolicyPart policy)
    {
        Must(policy.Version.Trim().Length > 0, "$.policy.version", "name the version that new accounts accept, for example its date.");
        Must(policy.MinimumAge is >= 0 and <= 21, "$.policy.minimumAge", "give years from 0 to 21.");
        foreach (var (country, age) in policy.MinimumAgeByCountry)
        {
            Must(Country.Exists(country), $"$.policy.minimumAgeByCountry.{country}", "use ISO 3166-1 alpha-2 codes in upper case.");
            Must(age >= policy.MinimumAge && age <= 21, $"$.policy.minimumAgeByCountry.{country}",
                "give years from minimumAge to 21: a country can only ask for more.");
        }
    }

    private void CheckOffer(BrandFile from)
    {
        Must(from.Credits.Welcome is >= 0 and <= 1_000_000, "$.credits.welcome", "give whole credits from 0 to 1000000.");
        Must(from.Credits.SpendOrder.Order().SequenceEqual(LotKinds), "$.credits.spendOrder", $"name each once: {string.Join(", ", LotKinds)}.");
        Must(from.Credits.Earned is "always" or WithoutSubscription, "$.credits.earned", $"choose from: always, {WithoutSubscription}.");
        foreach (var tool in from.Tools.Keys)
        {
            Must(ToolName().IsMatch(tool), $"$.tools.{tool}", "tool names are lower-case and hyphenated.");
        }

        Must(from.Uploads.MaximumBytes is > 0 and <= 1L << 30, "$.uploads.maximumBytes", "give bytes from 1 to 1 GiB.");
        Must(from.Uploads.MaximumPixels is > 0 and <= 1_000_000_000, "$.uploads.maximumPixels", "give pixels from 1 to 10^9.");
        Must(from.Uploads.MaximumSide is > 0 and <= 65_535, "$.uploads.maximumSide", "give pixels from 1 to 65535.");
    }

    private RetentionRules CheckRetention(BrandFile.RetentionPart part) => new(
        Rule(part.Inputs, "inputs"), Rule(part.Outputs, "outputs"),
        Duration(part.GraceAfterDelivery, "$.retention.graceAfterDelivery"),
        Rule(part.JobRecords, "jobRecords"), Rule(part.Erasure, "erasure"))
    {
        Spending = part.Spending is { } spending ? SpendingRule(spending) : null,
    };

    private SpendingRule SpendingRule(BrandFile.RulePart part)
    {
        const string path = "$.retention.spending";
        Must(Clause().IsMatch(part.Clause), $"{path}.clause", "name the clause behind it, like NAN-03.");
        var months = CalendarMonths().Match(part.Longest);
        Must(months.Success, $"{path}.longest", $"'{part.Longest}' is no number of whole months; write P3M: the books forget by the calendar.");
        return new SpendingRule(months.Success ? int.Parse(months.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0, part.Clause);
    }

    private RetentionRule Rule(BrandFile.RulePart part, string name)
    {
        Must(Clause().IsMatch(part.Clause), $"$.retention.{name}.clause", "name the clause behind it, like NAN-03.");
        return new RetentionRule(Duration(part.Longest, $"$.retention.{name}.longest"), part.Clause);
    }

    private TimeSpan Duration(string text, string path)
    {
        // Months and years have no fixed length, so that a deadline in them could not be checked; days can.
        if (FixedDuration().IsMatch(text) && XmlConvert.ToTimeSpan(text) is { Ticks: > 0, Days: <= 36_500 } span)
        {
            return span;
        }

        Problem(path, $"'{text}' is no ISO 8601 duration in days, hours, minutes or seconds; write P30D or PT10M.");
        return TimeSpan.Zero;
    }

    private string CheckContact(string brand, string? written, Func<string, string?> setting, string? localContact)
    {
        var variable = $"CONTACT_{brand.ToUpperInvariant()}";
        var contact = setting(variable) is { Length: > 0 } set ? set : written ?? localContact;
        Must(contact is not null && (contact == localContact || EmailAddress.TryParse(contact, out _)), "$.contact",
            $"people need an address for privacy requests: set DARKROOM_{variable} to one, or name it here.");
        return contact ?? "";
    }

    private void Must(bool holds, string path, string text)
    {
        if (!holds)
        {
            Problem(path, text);
        }
    }

    private static bool Distinct(IReadOnlyList<string> values) =>
        values.Distinct(StringComparer.OrdinalIgnoreCase).Count() == values.Count;

    [GeneratedRegex("^P([1-9][0-9]{0,2})M$")]
    private static partial Regex CalendarMonths();

    [GeneratedRegex("^[a-z][a-z0-9]{0,31}$")]
    private static partial Regex BrandName();

    [GeneratedRegex("^[a-z]{2}$")]
    private static partial Regex Language();

    [GeneratedRegex("^#[0-9a-f]{6}$", RegexOptions.IgnoreCase)]
    private static partial Regex Colour();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex ToolName();

    [GeneratedRegex("^[A-Z]{3}-[0-9]{2}$")]
    private static partial Regex Clause();

    [GeneratedRegex("^P(?=.)(\\d{1,5}D)?(T(?=.)(\\d{1,5}H)?(\\d{1,5}M)?(\\d{1,5}S)?)?$")]
    private static partial Regex FixedDuration();
}
