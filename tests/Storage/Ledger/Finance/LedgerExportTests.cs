using Darkroom.Finance;
using Darkroom.Storage.Finance;

namespace Darkroom.Storage.Tests.Ledger.Finance;

/// <summary>The books as other programs and accountants get them.</summary>
public abstract class LedgerExportTests(Engine engine) : IAsyncLifetime
{
    private readonly Books books = new(engine);
    private DateTimeOffset begin;

    public async Task InitializeAsync()
    {
        begin = books.Clock.GetUtcNow();
        await books.Give(Books.Anna, 20);
        await books.Give(Books.Ben, 3);
        books.Clock.Advance(TimeSpan.FromHours(1));
        await books.Cashier(Books.Anna).Hold(Books.Job(1), 5);
        await books.Cashier(Books.Anna).Release(Books.Job(2));
        books.Clock.Advance(TimeSpan.FromHours(1));
        await books.Cashier(Books.Anna).Capture(Books.Job(1), 2);
    }

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Everything_comes_once_in_the_order_of_time_whatever_the_pages(int operations)
    {
        var lines = await Export(LedgerCursor.Before(DateTimeOffset.UnixEpoch), DateTimeOffset.MaxValue, operations);
        lines.Select(line => line.At).ShouldBeInOrder();
        lines.Select(line => (line.Kind, line.Source, line.Target, line.Amount)).Order().ShouldBe(new (string, string?, string?, long?)[]
        {
            ("grant", "promotions", "wallet", 20), ("grant", "promotions", "wallet", 3), ("hold", "wallet", "held", 5), ("release", null, null, null),
            ("capture", "held", "revenue", 2), ("capture", "held", "wallet", 3),
        }.Order());
        lines.Where(line => line.Amount is not null).ShouldAllBe(line => line.Asset == "credits/test" && line.Lot == 1);
    }

    [Fact]
    public async Task A_window_has_its_first_moment_and_not_its_last()
    {
        var hour = books.Clock.GetUtcNow().AddHours(-1);
        (await Export(LedgerCursor.Before(hour), hour.AddHours(1), 10)).Select(line => line.Kind).ShouldBe(["hold", "release"], ignoreOrder: true);
        (await Export(LedgerCursor.Before(hour), hour, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_goes_on_at_any_line_also_after_a_way_through_text()
    {
        var all = await Export(LedgerCursor.Before(begin), DateTimeOffset.MaxValue, 100);
        foreach (var line in all)
        {
            var rest = await Export(LedgerCursor.Parse(line.Cursor.ToString()), DateTimeOffset.MaxValue, 2);
            rest.ShouldBe(all.SkipWhile(other => other.Cursor != line.Cursor).SkipWhile(other => other.Cursor == line.Cursor));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task It_goes_on_within_an_operation_too(int operations)
    {
        var all = await Export(LedgerCursor.Before(begin), DateTimeOffset.MaxValue, 100);
        for (var i = 0; i < all.Count; i++)
        {
            var after = LedgerCursor.Parse(all[i].LineCursor.ToString());
            (await Export(after, DateTimeOffset.MaxValue, operations)).ShouldBe(all.Skip(i + 1), $"after line {i}: {after}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1/2")]
    [InlineData("x/w/1")]
    [InlineData("1/w/-1")]
    [InlineData("1/w/1/x")]
    [InlineData("1/w/1/2/3")]
    [InlineData("1//1")]
    [InlineData("1/W/1")]
    [InlineData("1/w\0/1")]
    [InlineData("1/w'--/1")]
    [InlineData("999999999999999/w/1")]
    [InlineData("99999999999999999999/w/1")]
    [InlineData("1/w/99999999999999999999")]
    public void Another_text_is_no_place_in_the_books(string text) => Should.Throw<FormatException>(() => LedgerCursor.Parse(text));

    private async Task<IReadOnlyList<LedgerLine>> Export(LedgerCursor after, DateTimeOffset until, int operations)
    {
        var export = new LedgerExport(books.Database, books.Clock);
        var lines = new List<LedgerLine>();
        for (var page = await export.Page(after, until, operations); page.Count > 0; page = await export.Page(lines[^1].Cursor, until, operations))
        {
            lines.AddRange(page);
        }

        return lines;
    }
}

public sealed class LedgerExportTestsOnSqlite() : LedgerExportTests(Engine.Sqlite);

public sealed class LedgerExportTestsOnPostgres() : LedgerExportTests(Engine.Postgres);
