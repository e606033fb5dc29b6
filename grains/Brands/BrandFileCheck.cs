using System.Globalization;
using System.Text.RegularExpressions;
using Darkroom.Accounts;
using Darkroom.Tools;

namespace Darkroom.Brands;

/// <summary>Turns one file into a policy, collecting every problem instead of stopping at the first.</summary>
/// <param name="file">As people know it: <c>brands/NAME.json</c>.</param>
/// <param name="tools">The tools that can be sold, by name.</param>
/// <param name="limits">What the clauses promise.</param>
/// <param name="problems">Is added to.</param>
internal sealed partial class BrandFileCheck(string file, IReadOnlyDictionary<string, Tool> tools, ClauseLimits limits, List<string> problems)
{
    private const double ReadableContrast = 4.5;
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
        CheckLook(from.Look);
        foreach (var tag in from.Languages)
        {
            Must(from.Look.Tagline.ContainsKey(tag), "$.look.tagline", $"the language '{tag}' has no line; add it.");
        }

        Must(from.SignIn.Count > 0 && from.SignIn.All(KnownSignIn.Contains), "$.signIn", $"choose from: {string.Join(", ", KnownSignIn)}.");
        CheckPolicy(from.Policy);
        var privacy = new PrivacyCheck(limits, Problem);
        var facts = privacy.Read(from);
        var recipients = privacy.ReadRecipients(from.Recipients);
        CheckOffer(from, recipients);
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
            retention, new BrandLook(from.Look.Accent, from.Look.Tagline) { OnAccent = from.Look.OnAccent, Radius = from.Look.Radius }, from.MailFrom, recipients)
        {
            Privacy = facts,
        };
    }

    private void CheckLook(BrandFile.LookPart look)
    {
        var areColours = Colour().IsMatch(look.Accent) && Colour().IsMatch(look.OnAccent);
        Must(Colour().IsMatch(look.Accent), "$.look.accent", "write the colour as #rrggbb.");
        Must(Colour().IsMatch(look.OnAccent), "$.look.onAccent", "write the colour as #rrggbb.");
        Must(!areColours || BrandLook.Contrast(look.Accent, look.OnAccent) >= ReadableContrast, "$.look.onAccent",
            "this text cannot be read upon the accent; choose colours with a contrast of at least 4.5 to 1.");
        Must(look.Radius is >= 0 and <= 32, "$.look.radius", "give pixels from 0 to 32.");
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

    private void CheckOffer(BrandFile from, IReadOnlyList<Recipient> recipients)
    {
        Must(from.Credits.Welcome is >= 0 and <= 1_000_000, "$.credits.welcome", "give whole credits from 0 to 1000000.");
        Must(from.Credits.SpendOrder.Order().SequenceEqual(LotKinds), "$.credits.spendOrder", $"name each once: {string.Join(", ", LotKinds)}.");
        Must(from.Credits.Earned is "always" or WithoutSubscription, "$.credits.earned", $"choose from: always, {WithoutSubscription}.");
        foreach (var name in from.Tools.Keys)
        {
            var isKnown = tools.TryGetValue(name, out var tool);
            Must(isKnown, $"$.tools.{name}", $"there is no such tool; choose from: {string.Join(", ", tools.Keys.Order(StringComparer.Ordinal))}.");
            Must(tool?.Recipient is not { } outside || recipients.Any(one => one.Name == outside && one.Receives.Contains(DataKind.Pictures)), $"$.tools.{name}",
                $"this tool gives pictures to {tool?.Recipient}, who is not listed; list it in $.recipients with what it receives, or do not sell the tool.");
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
        PurchasesClause = PurchasesRule(part.Purchases),
        Spending = part.Spending is { } spending ? SpendingRule(spending) : null,
    };

    private string PurchasesRule(BrandFile.RulePart part)
    {
        Must(part.Longest == ClauseLimits.Forever, "$.retention.purchases.longest", "what was bought stays in the books for good: write forever.");
        CheckClause(ClauseLimits.Purchases, part);
        return part.Clause;
    }

    private SpendingRule SpendingRule(BrandFile.RulePart part)
    {
        var isMonths = Period.TryParse(part.Longest, out var months) && months.Months > 0;
        Must(isMonths, "$.retention.spending.longest", $"'{part.Longest}' is no number of whole months; write P3M: the books forget by the calendar.");
        CheckClause("spending", part);
        return new SpendingRule(months.Months, part.Clause);
    }

    private RetentionRule Rule(BrandFile.RulePart part, string name)
    {
        CheckClause(name, part);
        return new RetentionRule(Duration(part.Longest, $"$.retention.{name}.longest"), part.Clause);
    }

    private void CheckClause(string name, BrandFile.RulePart part)
    {
        var isClause = Clause().IsMatch(part.Clause);
        Must(isClause, $"$.retention.{name}.clause", "name the clause behind it, like NAN-03.");
        if (isClause && limits.Fault(name, part.Clause, part.Longest) is { } fault)
            Problem($"$.retention.{name}.longest", fault);
    }

    private TimeSpan Duration(string text, string path)
    {
        // Months have no fixed length, so that the row's time could not be told when it is made; days have.
        if (Period.TryParse(text, out var period) && period.Months == 0)
        {
            return period.Length;
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

    [GeneratedRegex("^[a-z][a-z0-9]{0,31}$")]
    private static partial Regex BrandName();

    [GeneratedRegex("^[a-z]{2}$")]
    private static partial Regex Language();

    [GeneratedRegex("^#[0-9a-f]{6}$", RegexOptions.IgnoreCase)]
    private static partial Regex Colour();

    [GeneratedRegex("^[A-Z]{3}-[0-9]{2}$")]
    private static partial Regex Clause();
}
