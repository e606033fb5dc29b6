using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>
/// In which order a brand spends lots: by kind, then what expires first, then what was granted first. Immutable.
/// A kind that the brand does not list comes last: no credits are ever shown and yet not spendable.
/// </summary>
public sealed class SpendOrder : IComparer<Lot>
{
    private readonly ImmutableArray<LotKind> kinds;

    /// <summary>Reads the names of a brand file: <c>subscription</c>, <c>promotional</c>, <c>paid</c>.</summary>
    /// <exception cref="FormatException">Another name.</exception>
    public SpendOrder(IEnumerable<string> kinds) => this.kinds = [.. kinds.Select(Parse)];

    /// <inheritdoc/>
    public int Compare(Lot? x, Lot? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = Rank(x).CompareTo(Rank(y));
        order = order != 0 ? order : Expiry(x).CompareTo(Expiry(y));
        return order != 0 ? order : x.Id.CompareTo(y.Id);
    }

    private static DateTimeOffset Expiry(Lot lot) => lot.Terms.ExpiresAt ?? DateTimeOffset.MaxValue;

    private static LotKind Parse(string name) => name switch
    {
        "subscription" => LotKind.Subscription,
        "promotional" => LotKind.Promotional,
        "paid" => LotKind.Paid,
        _ => throw new FormatException($"No kind of credits is called '{name}': subscription, promotional or paid."),
    };

    private int Rank(Lot lot) => kinds.IndexOf(lot.Terms.Kind) is >= 0 and var rank ? rank : kinds.Length + (int)lot.Terms.Kind;
}
