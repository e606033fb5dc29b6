using System.Security.Cryptography;
using Darkroom.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger.Finance;

/// <summary>The books in pages, as gateways ask for them.</summary>
public abstract class SqlBooksTests(Engine engine) : IAsyncLifetime
{
    private static readonly BrandId Other = new("other");
    private static readonly UserId Carl = new(Other, "u-carl");
    private readonly Books books = new(engine);
    private DateTimeOffset begin;

    private SqlBooks Asked => new(new(books.Database, books.Clock), new(books.Database, books.Clock), new(books.Database, books.Clock), books.Clock);

    public async Task InitializeAsync()
    {
        begin = books.Clock.GetUtcNow();
        for (var day = 0; day < 3; day++)
        {
            await books.Give(Books.Anna, 20, id: $"gift/{day}");
            await books.Give(Carl, 7, id: $"gift/{day}");
            await books.Cashier(Books.Anna).Hold(Books.Job(day), 5);
            await books.Cashier(Books.Anna).Release(Books.Job(day + 10)); // Moves nothing, and so says of itself no asset.
            books.Clock.Advance(TimeSpan.FromDays(100));
        }
    }

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Fact]
    public async Task What_moved_in_slices_is_what_moved_at_once()
    {
        var now = books.Clock.GetUtcNow();
        var page = await Asked.Movements(DateTimeOffset.MinValue, now, default);
        page.Until.ShouldBe(now);
        page.Movements.ShouldBe(await new LedgerSummary(books.Database, books.Clock).Movements(begin, now), ignoreOrder: true);
        page.Movements.Single(one => one.Asset == Asset.CreditsOf(Other)).Amount.ShouldBe(21);
        (await Asked.Movements(begin.AddDays(1), begin.AddDays(99), default)).Movements.ShouldBeEmpty();
        (await Asked.Movements(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Movements.ShouldBe(page.Movements);
        (await Asked.Movements(begin, begin.AddDays(150), default)).Movements.Single(one => one.Asset == Asset.CreditsOf(Other)).Amount.ShouldBe(14);
    }

    [Fact]
    public async Task What_is_owed_in_parts_is_what_is_owed()
    {
        for (var i = 0; i < 40; i++)
        {
            await books.Give(new UserId(Other, $"u-{i}"), i + 1);
        }

        var whole = await new LedgerSummary(books.Database, books.Clock).Owed();
        var page = await Asked.Owed(0, default);
        (page.Next, page.Unspent.Sum(one => one.Unspent)).ShouldBe((null, 60 + 21 + (40 * 41 / 2)));
        page.Unspent.ShouldBe(UnspentAge.Sum(whole));
        var rest = await Asked.Owed(32768, default);
        rest.Unspent.Sum(one => one.Lots).ShouldBeLessThan(page.Unspent.Sum(one => one.Lots));
        (await Asked.Owed(65536, default)).Unspent.ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Asked.Owed(65537, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Asked.Owed(-1, default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task An_export_of_one_brand_has_all_of_it_and_nothing_else(int operations)
    {
        var all = await Export(null, operations);
        var (test, other) = (await Export(Books.Brand, operations), await Export(Other, operations));
        other.Count.ShouldBe(3);
        other.ShouldAllBe(line => line.Asset == "credits/other");
        test.Count(line => line.Asset is null).ShouldBe(3);
        test.Concat(other).OrderBy(line => line.At).ThenBy(line => line.Wallet, StringComparer.Ordinal).ThenBy(line => line.Sequence).ShouldBe(all);
        (await Export(new BrandId("nobody"), operations)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_ends_at_what_is_settled()
    {
        await books.Give(Books.Anna, 1, id: "late");
        var page = await Asked.Export(LedgerCursor.Before(begin), DateTimeOffset.MaxValue, null, 500, default);
        page.Lines.ShouldNotContain(line => line.Operation == "late");
        page.Until.ShouldBeLessThan(books.Clock.GetUtcNow());
        books.Clock.Advance(IBooks.Settling * 2);
        (await Asked.Export(page.Next!, DateTimeOffset.MaxValue, null, 500, default)).Lines.Single().Operation.ShouldBe("late");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task A_statement_in_pages_is_the_statement(int operations)
    {
        var whole = (await Asked.Statement(Books.Anna, 0, 500, default))!;
        whole.Next.ShouldBeNull();
        whole.Lines.Count.ShouldBe(9);
        var lines = new List<LedgerLine>();
        for (long? after = 0; after is { } from;)
        {
            var page = (await Asked.Statement(Books.Anna, from, operations, default))!;
            page.Lines.Select(line => line.Sequence).Distinct().Count().ShouldBeInRange(1, operations);
            lines.AddRange(page.Lines);
            after = page.Next;
        }

        lines.ShouldBe(whole.Lines);
        (await Asked.Statement(new UserId(Books.Brand, "u-nobody"), 0, 1, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Sealed_days_come_page_by_page_as_they_were_sealed()
    {
        (await Asked.Days(null, 100, default)).ShouldBeEmpty();
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = BooksKey.Parse(ecdsa.ExportPkcs8PrivateKeyPem());
        var days = new LedgerDays(books.Database, books.Clock);
        var first = DateOnly.FromDateTime(begin.UtcDateTime);
        var closed = await days.Close(first.AddDays(4), key);
        var pages = new List<SealedDayView>();
        for (var page = await Asked.Days(null, 2, default); page.Count > 0; page = await Asked.Days(pages[^1].Day, 2, default))
        {
            pages.AddRange(page);
        }

        pages.Select(day => day.Day).ShouldBe(closed.Select(one => one.Day.Day));
        pages.Select(day => day.Seal).ShouldBe(closed.Select(one => Convert.ToHexStringLower(one.Seal.Span)));
        pages[0].Accounts.ShouldContain(new DayAccountView(Asset.CreditsOf(Books.Brand), "wallet", 5, 20, 15));
    }

    private async Task<IReadOnlyList<LedgerLine>> Export(BrandId? brand, int operations)
    {
        var lines = new List<LedgerLine>();
        for (var after = LedgerCursor.Before(begin); after is not null;)
        {
            var page = await Asked.Export(after, DateTimeOffset.MaxValue, brand, operations, default);
            lines.AddRange(page.Lines);
            after = page.Next;
        }

        return lines;
    }
}

public sealed class SqlBooksTestsOnSqlite() : SqlBooksTests(Engine.Sqlite);

public sealed class SqlBooksTestsOnPostgres() : SqlBooksTests(Engine.Postgres);
