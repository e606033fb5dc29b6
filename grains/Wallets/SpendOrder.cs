using System.Collections.Immutable;

namespace Darkroom.Wallets;

/// <summary>
/// In which order a brand spends lots: by kind, then what expires first, then what was granted first. Immutable.
/// A kind that the brand does not list comes last: no credits are ever shown and yet not spendable, but for those that the brand
/// withholds, which the view says.
/// </summary>
[Clause("IMG-09")]
public sealed class SpendOrder : IComparer<Lot>
{
    private readonly ImmutableArray<LotKind> kinds;
    private readonly bool withholdsEarned;

    /// <summary>Reads the names of a brand file: <c>subscription</c>, <c>promotional</c>, <c>paid</c>.</summary>
    /// <param name="withholdsEarned">Whether promotional credits can be used only while no subscription is active.</param>
    /// <exception cref="FormatException">Another name.</exception>
    public SpendOrder(IEnumerable<string> kinds, bool withholdsEarned = false) =>
        (this.kinds, this.withholdsEarned) = ([.. kinds.Select(Parse)], withholdsEarned);

    /// <inheritdoc/>
    public int Compare(Lot? x, Lot? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = Rank(x).CompareTo(Rank(y));
        order = order != 0 ? order : Expiry(x).CompareTo(Expiry(y));
        return order != 0 ? order : x.Id.CompareTo(y.Id);
    }

    /// <summary>The lots that can be spent at a time, in order.</summary>
    public IReadOnlyList<Lot> Spendable(Wallet wallet, DateTimeOffset now) =>
        [.. wallet.Lots.Values.Where(lot => lot.Free > 0 && !lot.IsDue(now) && !Withholds(wallet, lot, now)).Order(this)];

    /// <summary>Whether a subscription is active beside which the brand lets nobody use earned credits.</summary>
    public bool IsOnAllowance(Wallet wallet, DateTimeOffset now) => withholdsEarned && wallet.Subscription(now) is not null;

    /// <summary>What is in the wallet and cannot be spent while the subscription is active.</summary>
    public long Withheld(Wallet wallet, DateTimeOffset now) =>
        wallet.Lots.Values.Where(lot => !lot.IsDue(now) && Withholds(wallet, lot, now)).Sum(lot => lot.Free);

    /// <summary>How a wallet says that it has too little.</summary>
    internal HoldResult Refusal(Wallet wallet, long required, long available, DateTimeOffset now) =>
        IsOnAllowance(wallet, now)
            ? new HoldResult.AllowanceUsedUp(required, available, Withheld(wallet, now))
            : new HoldResult.Insufficient(required, available);

    private static DateTimeOffset Expiry(Lot lot) => lot.Terms.ExpiresAt ?? DateTimeOffset.MaxValue;

    private static LotKind Parse(string name) => name switch
    {
        "subscription" => LotKind.Subscription,
        "promotional" => LotKind.Promotional,
        "paid" => LotKind.Paid,
        _ => throw new FormatException($"No kind of credits is called '{name}': subscription, promotional or paid."),
    };

    private bool Withholds(Wallet wallet, Lot lot, DateTimeOffset now) =>
        lot.Terms.Kind == LotKind.Promotional && IsOnAllowance(wallet, now);

    private int Rank(Lot lot) => kinds.IndexOf(lot.Terms.Kind) is >= 0 and var rank ? rank : kinds.Length + (int)lot.Terms.Kind;
}
