using System.Globalization;
using Darkroom.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Finance;

/// <summary>What finance asks, over the tables of the books. Thread-safe.</summary>
internal sealed class SqlBooks(LedgerSummary summary, LedgerExport export, LedgerDays days, TimeProvider time) : IBooks
{
    /// <summary>Wallets are named by random hexadecimal digits: so many equal parts of them are told apart by their first four.</summary>
    private const int Parts = 65536;

    // Of a busy day minutes at once, of a quiet year days, and times without entries not at all.
    public async Task<MovementPage> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        var (sums, budget) = (new MovementSums(), new Budget(time, TimeSpan.TicksPerMinute, TimeSpan.TicksPerDay));
        for (var from = await summary.FirstEntry(since, cancellation); from is { } at && at < until; from = await summary.FirstEntry(at, cancellation))
        {
            if (budget.IsSpent)
            {
                return await Page(at);
            }

            budget.OnBegin();
            var end = until - at > TimeSpan.FromTicks(budget.Slice) ? at.AddTicks(budget.Slice) : until;
            sums.Add(await summary.Entries(at, end, cancellation));
            budget.OnEnd();
            at = end;
        }

        return await Page(until);

        async Task<MovementPage> Page(DateTimeOffset reached)
        {
            sums.Add(await summary.Forgotten(since, reached, until, cancellation));
            return new MovementPage(sums.Movements, reached);
        }
    }

    public async Task<UnspentPage> Owed(int from, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Parts);
        var (owed, budget) = (new List<UnspentCredits>(), new Budget(time, 1, Parts));
        for (var part = from; part < Parts;)
        {
            if (budget.IsSpent)
            {
                return new UnspentPage([.. UnspentAge.Sum(owed)], part);
            }

            budget.OnBegin();
            var behind = (int)Math.Min(part + budget.Slice, Parts);
            owed.AddRange(await summary.Owed(First(part), First(behind), cancellation));
            budget.OnEnd();
            part = behind;
        }

        return new UnspentPage([.. UnspentAge.Sum(owed)], null);

        static string First(int part) => part switch
        {
            0 => "",
            Parts => "~",
            _ => string.Create(CultureInfo.InvariantCulture, $"w{part:x4}"),
        };
    }

    public async Task<LedgerStatementPage?> Statement(UserId owner, long after, int operations, CancellationToken cancellation)
    {
        if (await summary.Statement(owner, after, operations + 1, cancellation) is not { } lines)
        {
            return null;
        }

        var sequences = lines.Select(line => line.Sequence).Distinct().Take(operations + 1).ToArray();
        return sequences.Length <= operations
            ? new LedgerStatementPage(lines, null)
            : new LedgerStatementPage([.. lines.Where(line => line.Sequence < sequences[^1])], sequences[^2]);
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
}
