namespace Darkroom.Finance;

/// <summary>
/// What finance asks the books, in pages that each answer within seconds however large the books are. It reads what is durable and changes nothing.
/// Silos only; gateways ask <see cref="IBooksGrain"/>. Thread-safe. Every method throws <see cref="StorageUnavailableException"/> when
/// the store does not answer.
/// </summary>
public interface IBooks
{
    /// <summary>The most operations of a page.</summary>
    const int LongestPage = 500;

    /// <summary>The most days of a page.</summary>
    const int MostDays = 100;

    /// <summary>
    /// How long entries can still come for a time that has passed. An entry's time is set before it is durable: longer than any call waits, and than the
    /// clocks of silos differ.
    /// </summary>
    static TimeSpan Settling { get; } = TimeSpan.FromMinutes(10);

    /// <summary>What moved in a window, as far as a few seconds reach: the caller goes on at <see cref="MovementPage.Until"/> until that is the window's end.</summary>
    /// <param name="since">The first moment.</param>
    /// <param name="until">The first moment after it.</param>
    Task<MovementPage> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>
    /// The credits that are still owed, by asset, kind and age, of as many wallets as a few seconds reach: the caller adds up the pages. Each wallet is
    /// in one of them, as it is at that moment. Of subscription and paid credits this is the deferred revenue.
    /// </summary>
    /// <param name="from">0 for the first page, else <see cref="UnspentPage.Next"/> of the one before.</param>
    Task<UnspentPage> Owed(int from, CancellationToken cancellation);

    /// <summary>A page of somebody's history, oldest first. Null when nobody of that name has a wallet (any more).</summary>
    /// <param name="after">The last sequence of the page before; 0 for the first.</param>
    /// <param name="operations">1 to <see cref="LongestPage"/>.</param>
    Task<LedgerStatementPage?> Statement(UserId owner, long after, int operations, CancellationToken cancellation);

    /// <summary>A page of everything, in the order of time. It ends at what is settled: nothing is added before that any more.</summary>
    /// <param name="after">Where to begin.</param>
    /// <param name="until">The first moment that is not wanted.</param>
    /// <param name="brand">Only this brand's wallets; a page can then be empty without being the last.</param>
    /// <param name="operations">1 to <see cref="LongestPage"/>: the most that are read for the page.</param>
    Task<LedgerExportPage> Export(LedgerCursor after, DateTimeOffset until, BrandId? brand, int operations, CancellationToken cancellation);

    /// <summary>A page of the sealed days, oldest first.</summary>
    /// <param name="after">The last day of the page before; null for the first.</param>
    /// <param name="limit">1 to <see cref="MostDays"/>.</param>
    Task<IReadOnlyList<SealedDayView>> Days(DateOnly? after, int limit, CancellationToken cancellation);
}
