using System.Buffers;
using System.Globalization;

namespace Darkroom.Finance;

/// <summary>A place in the books in the order of time: after an operation, or after one of its transfers.</summary>
/// <param name="Leg">The transfer; null for the whole operation.</param>
[GenerateSerializer, Immutable, Alias("darkroom.ledger-cursor")]
public sealed record LedgerCursor(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Wallet, [property: Id(2)] long Sequence, [property: Id(3)] long? Leg = null)
{
    private const int LongestWallet = 64;
    private static readonly SearchValues<char> s_ofWallet = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz~");

    /// <summary>Before everything at or after a time.</summary>
    public static LedgerCursor Before(DateTimeOffset time) =>
        new((time > DateTimeOffset.UnixEpoch ? time : DateTimeOffset.UnixEpoch).AddMilliseconds(-1), "~", long.MaxValue);

    /// <summary>Reads <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static LedgerCursor Parse(string text) =>
        TryParse(text, out var cursor) ? cursor : throw new FormatException($"'{text}' is not a place in the books.");

    /// <summary>Reads <see cref="ToString"/>; false when the text, which may come from anybody, is something else.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LedgerCursor? cursor)
    {
        cursor = text?.Split('/', 5) switch
        {
            [var at, var wallet, var sequence] => Of(at, wallet, sequence, null),
            [var at, var wallet, var sequence, var leg] when Number(leg) is { } number => Of(at, wallet, sequence, number),
            _ => null,
        };
        return cursor is not null;
    }

    /// <summary>Short and without spaces, for a command line or an address.</summary>
    public override string ToString() => Leg is { } leg
        ? string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}/{Wallet}/{Sequence}/{leg}")
        : string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}/{Wallet}/{Sequence}");

    private static LedgerCursor? Of(string at, string wallet, string sequence, long? leg) =>
        Number(at) is { } milliseconds && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() && Number(sequence) is { } number
        && wallet.Length is > 0 and <= LongestWallet && !wallet.AsSpan().ContainsAnyExcept(s_ofWallet)
            ? new LedgerCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), wallet, number, leg)
            : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
