using Darkroom.Wallets;

namespace Darkroom.Finance;

/// <summary>Credits that are not spent, of one kind, that are about equally old.</summary>
/// <param name="Age">Since they were granted: one of <see cref="UnspentAge.All"/>.</param>
/// <param name="Free">Can be spent.</param>
/// <param name="Held">Reserved for jobs under way.</param>
[GenerateSerializer, Immutable, Alias("darkroom.unspent-credits")]
public sealed record UnspentCredits(
    [property: Id(0)] Asset Asset, [property: Id(1)] string LotKind, [property: Id(2)] string Age, [property: Id(3)] long Lots,
    [property: Id(4)] long Free, [property: Id(5)] long Held)
{
    /// <summary>What is owed.</summary>
    public long Unspent => Free + Held;
}

/// <summary>What part of the wallets have, as far as was summed in the time that a call has.</summary>
/// <param name="Next">Where the rest begins; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("darkroom.unspent-page")]
public sealed record UnspentPage([property: Id(0)] IReadOnlyList<UnspentCredits> Unspent, [property: Id(1)] int? Next);

/// <summary>How ages are told: in steps of days, named <c>from-to</c>. The words are in the texts' area <c>ledger</c>.</summary>
public static class UnspentAge
{
    private static readonly (int Days, string Name)[] s_steps = [(30, "0-30"), (90, "31-90"), (365, "91-365"), (int.MaxValue, "366-")];

    /// <summary>From the youngest to the oldest.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_steps.Select(step => step.Name)];

    /// <summary>The step of an age in whole days.</summary>
    public static string Of(long days) => s_steps.First(step => days <= step.Days).Name;

    /// <summary>Adds up what is of the same asset, kind and age.</summary>
    /// <returns>By asset, kind, and age from the youngest.</returns>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public static IEnumerable<UnspentCredits> Sum(IEnumerable<UnspentCredits> owed) =>
        owed.GroupBy(one => (one.Asset, one.LotKind, one.Age)).Select(same => same.First() with
        {
            Lots = same.Sum(one => one.Lots),
            Free = same.Sum(one => one.Free),
            Held = same.Sum(one => one.Held),
        }).OrderBy(one => one.Asset.Name, StringComparer.Ordinal).ThenBy(one => one.LotKind, StringComparer.Ordinal)
            .ThenBy(one => Array.FindIndex(s_steps, step => step.Name == one.Age));
}
