namespace Darkroom.Finance;

/// <summary><see cref="IBooks"/> for gateways, which reach no table of their own. Key: <see cref="GrainKeys.Books"/>.</summary>
[Alias("darkroom.books")]
public interface IBooksGrain : IGrainWithStringKey
{
    /// <summary>See <see cref="IBooks.Movements"/>.</summary>
    [Alias("movements")]
    Task<MovementPage> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>See <see cref="IBooks.Owed"/>.</summary>
    [Alias("owed")]
    Task<UnspentPage> Owed(int from, CancellationToken cancellation = default);

    /// <summary>See <see cref="IBooks.Statement"/>.</summary>
    [Alias("statement")]
    Task<LedgerStatementPage?> Statement(UserId owner, long after, int operations, CancellationToken cancellation = default);

    /// <summary>See <see cref="IBooks.Export"/>.</summary>
    [Alias("export")]
    Task<LedgerExportPage> Export(LedgerCursor after, DateTimeOffset until, BrandId? brand, int operations, CancellationToken cancellation = default);

    /// <summary>See <see cref="IBooks.Days"/>.</summary>
    [Alias("days")]
    Task<IReadOnlyList<SealedDayView>> Days(DateOnly? after, int limit, CancellationToken cancellation = default);
}

/// <summary>Without a state: it runs on whichever silo the call arrives at. Pages are bounded here, for whoever asks.</summary>
[StatelessWorker, Reentrant]
internal sealed class BooksGrain(IBooks books) : Grain, IBooksGrain
{
    public Task<MovementPage> Movements(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation) =>
        books.Movements(since, until, cancellation);

    public Task<UnspentPage> Owed(int from, CancellationToken cancellation) => books.Owed(from, cancellation);

    public Task<LedgerStatementPage?> Statement(UserId owner, long after, int operations, CancellationToken cancellation)
    {
        Bound(operations, IBooks.LongestPage);
        return books.Statement(owner, after, operations, cancellation);
    }

    public Task<LedgerExportPage> Export(LedgerCursor after, DateTimeOffset until, BrandId? brand, int operations, CancellationToken cancellation)
    {
        Bound(operations, IBooks.LongestPage);
        return books.Export(after, until, brand, operations, cancellation);
    }

    public Task<IReadOnlyList<SealedDayView>> Days(DateOnly? after, int limit, CancellationToken cancellation)
    {
        Bound(limit, IBooks.MostDays);
        return books.Days(after, limit, cancellation);
    }

    private static void Bound(int asked, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked, most);
    }
}
