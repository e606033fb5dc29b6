using Darkroom.Finance;
using Darkroom.Storage.Finance;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger.Finance;

/// <summary>What was sold, what is owed, and why somebody has what he has.</summary>
public abstract class LedgerSummaryTests(Engine engine) : IAsyncLifetime
{
    private static readonly Asset Credits = Asset.CreditsOf(Books.Brand);
    private readonly Books books = new(engine);
    private DateTimeOffset begin;

    private LedgerSummary Summary => new(books.Database, books.Clock);

    public async Task InitializeAsync()
    {
        begin = books.Clock.GetUtcNow();
        await books.Give(Books.Anna, 5);
        await Buy(Books.Anna, 100, "payment/1");
        books.Clock.Advance(TimeSpan.FromDays(60));
        await Buy(Books.Ben, 40, "payment/2");
        await books.Cashier(Books.Anna).Hold(Books.Job(1), 15);
        await books.Cashier(Books.Anna).Capture(Books.Job(1), 12);
        await books.Cashier(Books.Ben).Hold(Books.Job(2), 6);
    }

    public async Task DisposeAsync() => await books.DisposeAsync();

    [Fact]
    public async Task What_moved_in_a_window_is_told_by_kind_and_kind_of_credits()
    {
        var all = await Summary.Movements(begin, books.Clock.GetUtcNow().AddDays(1));
        all.ShouldContain(new Movement(Credits, "grant", "paid", "deferred-revenue", "wallet", 2, 140));
        all.ShouldContain(new Movement(Credits, "grant", "promotional", "promotions", "wallet", 1, 5));
        all.ShouldContain(new Movement(Credits, "capture", "promotional", "held", "revenue", 1, 5));
        all.ShouldContain(new Movement(Credits, "capture", "paid", "held", "revenue", 1, 7));
        (await Summary.Movements(begin, begin.AddDays(1))).Single(one => one.LotKind == "paid").Amount.ShouldBe(100);
        (await Summary.Movements(begin.AddDays(1), begin.AddDays(2))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_owed_is_told_by_kind_and_age_and_held_credits_count()
    {
        (await Summary.Owed()).ShouldBe(
            [new UnspentCredits(Credits, "paid", "31-90", 1, 93, 0), new UnspentCredits(Credits, "paid", "0-30", 1, 34, 6)], ignoreOrder: true);
        books.Clock.Advance(TimeSpan.FromDays(400));
        (await Summary.Owed()).ShouldHaveSingleItem().ShouldBe(new UnspentCredits(Credits, "paid", "366-", 2, 127, 6));
    }

    [Fact]
    public async Task A_statement_has_the_whole_history_and_sums_to_the_balance()
    {
        var lines = new List<LedgerLine>();
        for (var page = await Summary.Statement(Books.Anna, 0, 2); page!.Count > 0; page = await Summary.Statement(Books.Anna, lines[^1].Sequence, 2))
        {
            lines.AddRange(page);
        }

        lines.Select(line => line.Kind).Distinct().ShouldBe(["grant", "hold", "capture"]);
        lines.Sum(line => line.Target == "wallet" ? line.Amount : line.Source == "wallet" ? -line.Amount : 0).ShouldBe((await books.Cashier(Books.Anna).Read()).Available);
        (await Summary.Statement(new UserId(Books.Brand, "u-nobody"), 0, 2)).ShouldBeNull();
    }

    private async Task Buy(UserId owner, long amount, string id) =>
        (await books.Cashier(owner).Grant(new CreditGrant(id, LotKind.Paid, amount, null))).ShouldBeOfType<GrantResult.Granted>();
}

public sealed class LedgerSummaryTestsOnSqlite() : LedgerSummaryTests(Engine.Sqlite);

public sealed class LedgerSummaryTestsOnPostgres() : LedgerSummaryTests(Engine.Postgres);
