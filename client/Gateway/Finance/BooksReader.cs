using System.Globalization;
using Darkroom.Finance;
using Darkroom.Texts;
using Darkroom.Wallets;

namespace Darkroom.Gateway.Finance;

/// <summary>Asks the books through their grain, page by page, for the API and for the pages. Thread-safe.</summary>
internal sealed class BooksReader(IGrainFactory grains)
{
    private static readonly List<string> s_codes = [.. MovementWords.Codes];

    private IBooksGrain Books => grains.GetGrain<IBooksGrain>(GrainKeys.Books);

    /// <summary>Everything that moved in a window, in the order of <see cref="MovementWords.Codes"/>. However large the window is, no single call is long.</summary>
    public async Task<IReadOnlyList<Movement>> Movements(DateTimeOffset since, DateTimeOffset until, BrandId? brand, CancellationToken cancellation)
    {
        var sums = new MovementSums();
        for (var at = since; at < until;)
        {
            var page = await Books.Movements(at, until, cancellation);
            sums.Add(page.Movements);
            at = page.Until;
        }

        return [.. sums.Movements.Where(one => Is(one.Asset, brand)).OrderBy(one => one.Asset.Name, StringComparer.Ordinal).ThenBy(Rank)];
    }

    /// <summary>What is owed now, by asset, kind, and age from the youngest.</summary>
    public async Task<IReadOnlyList<UnspentCredits>> Owed(BrandId? brand, CancellationToken cancellation)
    {
        var owed = new List<UnspentCredits>();
        for (int? from = 0; from is { } next;)
        {
            var page = await Books.Owed(next, cancellation);
            owed.AddRange(page.Unspent);
            from = page.Next;
        }

        return [.. UnspentAge.Sum(owed).Where(one => Is(one.Asset, brand))];
    }

    /// <summary>A page of somebody's history; null when nobody of that name has a wallet.</summary>
    public async Task<StatementBody?> Statement(UserId owner, StatementCursor after, int operations, TextCatalogue texts, CancellationToken cancellation)
    {
        if (await Books.Statement(owner, after.Sequence, operations, cancellation) is not { } page)
            return null;
        var available = after.Available;
        var lines = new List<StatementLineBody>(page.Lines.Count);
        foreach (var line in page.Lines)
        {
            available += line.AvailableChange;
            lines.Add(new StatementLineBody(
                line.At, line.Sequence, MovementWords.Code(line), MovementWords.Of(line, texts), line.Operation, line.Kind, line.Source, line.Target, line.Lot,
                line.Amount, available));
        }

        return new StatementBody(lines, page.Next is { } sequence ? new StatementCursor(sequence, available).ToString() : null);
    }

    /// <summary>A page of an export.</summary>
    public Task<LedgerExportPage> Export(LedgerCursor after, DateTimeOffset until, BrandId? brand, CancellationToken cancellation) =>
        Books.Export(after, until, brand, IBooks.LongestPage, cancellation);

    /// <summary>A page of the sealed days, oldest first.</summary>
    public Task<IReadOnlyList<SealedDayView>> Days(DateOnly? after, int limit, CancellationToken cancellation) => Books.Days(after, limit, cancellation);

    private static bool Is(Asset asset, BrandId? brand) => brand is not { } one || asset == Asset.CreditsOf(one);

    private static int Rank(Movement movement) => s_codes.IndexOf(MovementWords.Code(movement));
}

/// <summary>Where the next page of a statement begins, and what could be spent by then, so that a page needs none of those before it.</summary>
internal readonly record struct StatementCursor(long Sequence, long Available)
{
    public static StatementCursor? Parse(string text) => text.Split('/', 3) is [var sequence, var available]
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(available, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var credits)
        && Math.Abs((decimal)credits) < long.MaxValue / 2
            ? new StatementCursor(number, credits)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}/{Available}");
}
