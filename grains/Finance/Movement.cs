using Darkroom.Wallets;

namespace Darkroom.Finance;

/// <summary>What moved between two accounts in a window of time.</summary>
/// <param name="Kind">Of the operations.</param>
/// <param name="LotKind">Of the credits: <c>subscription</c>, <c>promotional</c>, <c>paid</c>; null where they belong to no lot.</param>
[GenerateSerializer, Immutable, Alias("darkroom.movement")]
public sealed record Movement(
    [property: Id(0)] Asset Asset, [property: Id(1)] string Kind, [property: Id(2)] string? LotKind, [property: Id(3)] string Source,
    [property: Id(4)] string Target, [property: Id(5)] long Transfers, [property: Id(6)] long Amount);

/// <summary>What moved in the first part of a window, as far as was summed in the time that a call has.</summary>
/// <param name="Until">The first moment that is not in it; the end of the window when all is.</param>
[GenerateSerializer, Immutable, Alias("darkroom.movement-page")]
public sealed record MovementPage([property: Id(0)] IReadOnlyList<Movement> Movements, [property: Id(1)] DateTimeOffset Until);

/// <summary>Adds up what moved in windows that follow each other. Not thread-safe.</summary>
public sealed class MovementSums
{
    private readonly Dictionary<(string Asset, string Kind, string? LotKind, string Source, string Target), Movement> sums = [];

    /// <summary>The sums so far, by asset, kind, lot kind and accounts.</summary>
    public IReadOnlyList<Movement> Movements =>
    [
        .. sums.OrderBy(one => one.Key.Asset, StringComparer.Ordinal).ThenBy(one => one.Key.Kind, StringComparer.Ordinal).ThenBy(one => one.Key.LotKind, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Source, StringComparer.Ordinal).ThenBy(one => one.Key.Target, StringComparer.Ordinal).Select(one => one.Value),
    ];

    /// <summary>Adds.</summary>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public void Add(IEnumerable<Movement> movements)
    {
        foreach (var one in movements)
        {
            var key = (one.Asset.Name, one.Kind, one.LotKind, one.Source, one.Target);
            sums[key] = sums.TryGetValue(key, out var sum)
                ? sum with { Transfers = checked(sum.Transfers + one.Transfers), Amount = checked(sum.Amount + one.Amount) }
                : one;
        }
    }
}
