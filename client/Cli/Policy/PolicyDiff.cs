using System.Globalization;
using System.Xml;
using Darkroom.Brands;

namespace Darkroom.Cli.Policy;

/// <summary>What a change means for the people whose data it is.</summary>
internal enum Direction
{
    /// <summary>They have less, or others have more.</summary>
    Weaker,

    /// <summary>They have more, or others have less.</summary>
    Stronger,

    /// <summary>Neither.</summary>
    Other,
}

/// <summary>One change in words.</summary>
internal sealed record PolicyChange(Direction Direction, string Text);

/// <summary>Compares two policies of a brand by what they mean for people.</summary>
internal static class PolicyDiff
{
    public static IEnumerable<PolicyChange> Between(BrandPolicy before, BrandPolicy after) =>
        [.. Retention(before.Retention, after.Retention), .. Uses(before, after), .. Recipients(before, after), .. Rights(before, after), .. Notice(before, after), .. Ages(before, after), .. Cookies(before, after), .. Contacts(before, after)];

    private static IEnumerable<PolicyChange> Retention(RetentionRules before, RetentionRules after)
    {
        foreach (var (what, old, now) in new[]
        {
            ("uploaded pictures", before.Inputs.Longest, after.Inputs.Longest), ("results", before.Outputs.Longest, after.Outputs.Longest),
            ("facts of jobs", before.JobRecords.Longest, after.JobRecords.Longest), ("a deleted account", before.Erasure.Longest, after.Erasure.Longest),
        })
        {
            if (old != now)
                yield return new(now > old ? Direction.Weaker : Direction.Stronger, $"{what}: kept {Text(now)} instead of {Text(old)} at most.");
        }

        if (before.GraceAfterDelivery != after.GraceAfterDelivery)
            yield return new(Direction.Other, $"a fetched result: kept {Text(after.GraceAfterDelivery)} instead of {Text(before.GraceAfterDelivery)}.");
        var (had, has) = (before.Spending?.Months, after.Spending?.Months);
        if (had != has)
            yield return new(has is null || has > had ? Direction.Weaker : Direction.Stronger, $"details of spending: kept {Months(has)} instead of {Months(had)}.");
    }

    private static IEnumerable<PolicyChange> Uses(BrandPolicy before, BrandPolicy after)
    {
        foreach (var kind in DataKind.All)
        {
            var (old, now) = (Purposes(before, kind), Purposes(after, kind));
            foreach (var purpose in now.Except(old))
                yield return new(Direction.Weaker, $"{kind}: also used for {purpose}.");
            foreach (var purpose in old.Except(now))
                yield return new(Direction.Stronger, $"{kind}: no longer used for {purpose}.");
        }
    }

    private static IEnumerable<PolicyChange> Recipients(BrandPolicy before, BrandPolicy after)
    {
        var (old, now) = (ByKey(before), ByKey(after));
        foreach (var (key, one) in now.Where(pair => !old.ContainsKey(pair.Key)))
            yield return new(Direction.Weaker, $"{key}: new recipient, is given {string.Join(", ", one.Receives)}{Where(one)}.");
        foreach (var key in old.Keys.Where(key => !now.ContainsKey(key)))
            yield return new(Direction.Stronger, $"{key}: no longer a recipient.");
        foreach (var (key, one) in now.Where(pair => old.ContainsKey(pair.Key)))
        {
            var was = old[key];
            foreach (var what in one.Receives.Except(was.Receives))
                yield return new(Direction.Weaker, $"{key}: is also given {what}.");
            foreach (var what in was.Receives.Except(one.Receives))
                yield return new(Direction.Stronger, $"{key}: is no longer given {what}.");
            if (was.Country != one.Country || was.Safeguard != one.Safeguard)
                yield return new(one.Safeguard == Recipient.InsideArea ? Direction.Stronger : was.Safeguard == Recipient.InsideArea ? Direction.Weaker : Direction.Other, $"{key}: the data is{Where(one)} instead of{Where(was)}.");
        }
    }

    private static IEnumerable<PolicyChange> Rights(BrandPolicy before, BrandPolicy after)
    {
        var (old, now) = (before.Privacy.Rights.ToDictionary(right => right.Name), after.Privacy.Rights.ToDictionary(right => right.Name));
        foreach (var name in PersonRight.Names)
        {
            var (had, has) = (old.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (had is not null && has is null)
                yield return new(Direction.Weaker, $"{name}: no longer a right.");
            else if (had is null && has is not null)
                yield return new(Direction.Stronger, $"{name}: a new right, answered within {Text(has.Longest)}.");
            else if (had is not null && has is not null && had.Longest != has.Longest)
                yield return new(has.Longest.Usual > had.Longest.Usual ? Direction.Weaker : Direction.Stronger, $"{name}: answered within {Text(has.Longest)} instead of {Text(had.Longest)}.");
        }
    }

    private static IEnumerable<PolicyChange> Notice(BrandPolicy before, BrandPolicy after)
    {
        var (old, now) = (before.Privacy.Notice?.Days ?? 0, after.Privacy.Notice?.Days ?? 0);
        if (old != now)
            yield return new(now < old ? Direction.Weaker : Direction.Stronger, FormattableString.Invariant($"changes: told {now} instead of {old} days before."));
    }

    private static IEnumerable<PolicyChange> Ages(BrandPolicy before, BrandPolicy after)
    {
        foreach (var country in before.MinimumAgeByCountry.Keys.Union(after.MinimumAgeByCountry.Keys).Order(StringComparer.Ordinal).Prepend(""))
        {
            var (old, now) = (before.MinimumAgeIn(country), after.MinimumAgeIn(country));
            var isOfAll = country.Length > 0 && old == before.MinimumAge && now == after.MinimumAge; // Said once, for everybody.
            if (old != now && !isOfAll)
                yield return new(now < old ? Direction.Weaker : Direction.Stronger, FormattableString.Invariant($"age{(country.Length > 0 ? " in " + country : "")}: from {now} instead of {old} years: {(now < old ? "younger people are let in" : "younger people are kept out")}."));
        }
    }

    private static IEnumerable<PolicyChange> Cookies(BrandPolicy before, BrandPolicy after)
    {
        var (old, now) = (before.Privacy.Cookies.ToDictionary(one => one.Name), after.Privacy.Cookies.ToDictionary(one => one.Name));
        foreach (var (name, cookie) in now)
        {
            if (!old.TryGetValue(name, out var was))
                yield return new(Direction.Weaker, $"cookie {name}: new, for {cookie.Purpose}{(cookie.IsEssential ? "" : ", with consent")}.");
            else if (was.Longest != cookie.Longest)
                yield return new(cookie.Longest > was.Longest ? Direction.Weaker : Direction.Stronger, $"cookie {name}: stays {Text(cookie.Longest)} instead of {Text(was.Longest)}.");
            if (was is not null && was.IsEssential != cookie.IsEssential)
                yield return new(cookie.IsEssential ? Direction.Weaker : Direction.Stronger, $"cookie {name}: set {(cookie.IsEssential ? "without asking" : "only with consent")}.");
        }

        foreach (var name in old.Keys.Except(now.Keys))
            yield return new(Direction.Stronger, $"cookie {name}: gone.");
    }

    private static IEnumerable<PolicyChange> Contacts(BrandPolicy before, BrandPolicy after)
    {
        if (before.Contact != after.Contact)
            yield return new(Direction.Other, $"contact: {after.Contact} instead of {before.Contact}.");
        if (before.PolicyVersion != after.PolicyVersion)
            yield return new(Direction.Other, $"version: {after.PolicyVersion} instead of {before.PolicyVersion}.");
    }

    private static IEnumerable<string> Purposes(BrandPolicy brand, string kind) => brand.Privacy.Data.FirstOrDefault(use => use.Kind == kind)?.Purposes ?? [];

    // Somebody who fills a role that nobody filled is a new recipient: from then on data goes out.
    private static Dictionary<string, Recipient> ByKey(BrandPolicy brand) =>
        brand.Recipients.GroupBy(one => one.Name is null ? $"{one.Purpose} (nobody yet)" : $"{one.Name} ({one.Purpose})").ToDictionary(
            group => group.Key == $"{Recipient.Law} (nobody yet)" ? "authorities" : group.Key,
            group => group.First() with { Receives = [.. group.SelectMany(one => one.Receives).Distinct()] });

    private static string Where(Recipient one) => one.Country is null ? "" : $" in {one.Country} ({one.Safeguard})";

    private static string Months(int? months) => months is { } count ? Text(new Period(count, TimeSpan.Zero)) : "for good";

    private static string Text(Period period) => period.Months > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{period.Months} month{(period.Months == 1 ? "" : "s")}")
        : Text(period.Length);

    private static string Text(TimeSpan span) => span.Ticks % TimeSpan.TicksPerDay == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.Days} day{(span.Days == 1 ? "" : "s")}")
        : XmlConvert.ToString(span);
}
