using Darkroom.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>What finance asks, over the tables of the books. Thread-safe.</summary>
internal sealed class SqlBooks(LedgerSummary summary, LedgerExport export, LedgerDays days, TimeProvider time) : IBooks
{
    /// <summary>How long a call sums before it answers with what it has: far below the time that a grain call may take.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_shortestSlice = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestSlice = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);

    // In slices as long as the books are quick to sum: of a busy day minutes, of a quiet year days, and times without entries not at all.
    public async Task<MovementPage> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        var sums = new MovementSums();
        var (began, slice) = (time.GetTimestamp(), s_shortestSlice);
        for (var from = await summary.FirstEntry(since, cancellation); from is { } at && at < until; from = await summary.FirstEntry(at, cancellation))
        {
            if (time.GetElapsedTime(began) > s_budget)
            {
                return new MovementPage(sums.Movements, at);
            }

            var (start, end) = (time.GetTimestamp(), at < until - slice ? at + slice : until);
            sums.Add(await summary.Movements(at, end, cancellation));
            var took = time.GetElapsedTime(start);
            slice = took < s_quick ? Earlier(slice * 4, s_longestSlice) : took > s_slow ? Later(slice / 4, s_shortestSlice) : slice;
            at = end;
        }

        return new MovementPage(sums.Movements, until);
    }

    public Task<IReadOnlyList<UnspentCredits>> Owed(CancellationToken cancellation) => summary.Owed(cancellation);

    public async Task<LedgerStatementPage?> Statement(UserId owner, long after, int operations, CancellationToken cancellation)
    {
        if (await summary.Statement(owner, after, operations + 1, cancellation) is not { } lines)
        {
            return null;
        }

        var sequences = lines.Select(line => line.Sequence).Distinct().Take(operations + 1).ToArray();
        return sequences.Length <= operations
            ? new LedgerStatementPage(lines, null)
            : new LedgerStatementPage([.. lines.Where(line => line.Sequence != sequences[^1])], sequences[^2]);
    }

    public async Task<LedgerExportPage> Export(LedgerCursor after, DateTimeOffset until, BrandId? brand, int operations, CancellationToken cancellation)
    {
        var settled = export.Settled;
        var end = until < settled ? until : settled;
        var lines = await export.Page(after, end, operations, cancellation);
        var next = lines.Count == 0 ? null : lines[^1].Cursor;
        return new LedgerExportPage(brand is { } one ? await Of(one, lines, cancellation) : lines, next, end);
    }

    public async Task<IReadOnlyList<SealedDayView>> Days(DateOnly? after, int limit, CancellationToken cancellation) =>
        [.. (await days.Page(after, limit, cancellation)).Select(View)];

    private async Task<IReadOnlyList<LedgerLine>> Of(BrandId brand, IReadOnlyList<LedgerLine> lines, CancellationToken cancellation)
    {
        var asset = Asset.CreditsOf(brand).Name;
        var assets = await export.Assets([.. lines.Where(line => line.Asset is null).Select(line => line.Wallet).Distinct()], cancellation);
        return [.. lines.Where(line => (line.Asset ?? assets.GetValueOrDefault(line.Wallet)) == asset)];
    }

    private static SealedDayView View(SealedDay one) => new(
        one.Day.Day, one.Day.OpensAt, one.Day.ClosesAt, one.Day.Operations, one.Day.Transfers, Convert.ToHexStringLower(one.Day.Entries.Span),
        Convert.ToHexStringLower(one.Previous.Span), Convert.ToHexStringLower(one.Seal.Span), one.Key, Convert.ToBase64String(one.Signature.Span), one.SealedAt,
        [.. one.Day.Accounts.Select(account => new DayAccountView(account.Asset, account.Account.Name(), account.Debits, account.Credits, account.Balance))]);

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
