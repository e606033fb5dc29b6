using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Darkroom.Storage.Finance;

namespace Darkroom.Storage.Tests.Ledger.Finance;

/// <summary>A day is sealed once, and no change of it goes unnoticed.</summary>
public abstract class LedgerDayTests(Engine engine) : IAsyncLifetime
{
    private static readonly DateOnly FirstDay = new(2026, 3, 1);
    private readonly Books books = new(engine);
    private readonly BooksKey key = NewKey();

    private LedgerDays Days => new(books.Database, books.Clock);

    public async Task InitializeAsync()
    {
        await books.Give(Books.Anna, 20);
        await books.Cashier(Books.Anna).Hold(Books.Job(1), 5);
        books.Clock.Advance(TimeSpan.FromDays(1));
        await books.Cashier(Books.Anna).Capture(Books.Job(1), 2);
        books.Clock.Advance(TimeSpan.FromDays(2));
        await books.Give(Books.Ben, 3);
        books.Clock.Advance(TimeSpan.FromDays(1));
    }

    public async Task DisposeAsync()
    {
        key.Dispose();
        await books.DisposeAsync();
    }

    [Fact]
    public async Task Days_are_sealed_in_order_with_what_moved_and_how_the_accounts_stood()
    {
        var closed = await Days.Close(FirstDay.AddDays(3), key);

        closed.Select(one => one.Day.Day).ShouldBe([FirstDay, FirstDay.AddDays(1), FirstDay.AddDays(2), FirstDay.AddDays(3)]);
        closed.Select(one => one.Day.Operations).ShouldBe([2, 1, 0, 1]);
        Lines(closed[0]).ShouldBe(["held: 0 out, 5 in, 5 at the end", "promotions: 20 out, 0 in, -20 at the end", "wallet: 5 out, 20 in, 15 at the end"]);
        Lines(closed[1]).ShouldBe([
            "held: 5 out, 0 in, 0 at the end", "promotions: 0 out, 0 in, -20 at the end", "revenue: 0 out, 2 in, 2 at the end", "wallet: 0 out, 3 in, 18 at the end"]);
        Lines(closed[2]).ShouldAllBe(line => line.Contains("0 out, 0 in"));
        closed.ShouldAllBe(one => one.Day.Accounts.Sum(account => account.Balance) == 0);
        (await Days.Verify(key)).ShouldBe((4, null));

        static string[] Lines(SealedDay one) => [.. one.Day.Accounts.Select(account => account.ToString().Replace(" of credits/test", ""))];
    }

    [Fact]
    public async Task A_day_is_sealed_once()
    {
        await Days.Close(FirstDay.AddDays(1), key);
        (await Days.Close(FirstDay.AddDays(1), key)).ShouldBeEmpty();
        (await Days.Close(FirstDay, key)).ShouldBeEmpty();
        (await Days.Close(FirstDay.AddDays(2), key)).Single().Day.Day.ShouldBe(FirstDay.AddDays(2));
        (await Days.Verify(key)).ShouldBe((3, null));
    }

    [Fact]
    public async Task Two_that_seal_at_once_seal_one_chain()
    {
        var closed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Days.Close(FirstDay.AddDays(3), key))));
        closed.SelectMany(one => one).Select(one => one.Day.Day).Order().ShouldBe([FirstDay, FirstDay.AddDays(1), FirstDay.AddDays(2), FirstDay.AddDays(3)]);
        (await Days.Verify(key)).ShouldBe((4, null));
    }

    [Fact]
    public async Task A_day_is_refused_until_its_last_entries_are_durable()
    {
        var today = DateOnly.FromDateTime(books.Clock.GetUtcNow().UtcDateTime);
        (await Should.ThrowAsync<ArgumentException>(Days.Close(today, key))).Message.ShouldContain(Days.LastOver.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        books.Clock.Advance(new DateTimeOffset(today.AddDays(1), new TimeOnly(0, 9), TimeSpan.Zero) - books.Clock.GetUtcNow());
        await Should.ThrowAsync<ArgumentException>(Days.Close(today, key));
        books.Clock.Advance(TimeSpan.FromMinutes(2));
        (await Days.Close(today, key))[^1].Day.Day.ShouldBe(today);
    }

    [Fact]
    public async Task What_cannot_be_sealed_says_why()
    {
        (await Should.ThrowAsync<BooksException>(Days.Close(FirstDay.AddDays(-1), key))).Message.ShouldContain("begin on 2026-03-01");
        using var publicKey = BooksKey.Parse(key.PublicPem());
        (await Should.ThrowAsync<BooksException>(Days.Close(FirstDay, publicKey))).Message.ShouldContain("public");
        await using var empty = new Books(engine);
        (await Should.ThrowAsync<BooksException>(new LedgerDays(empty.Database, books.Clock).Close(FirstDay, key))).Message.ShouldContain("nothing in the books");
        (await new LedgerDays(empty.Database, books.Clock).Verify(key)).ShouldBe((0, null));
    }

    [Theory]
    [InlineData("UPDATE ledger_day SET operations = 3 WHERE day = '2026-03-01'")]
    [InlineData("UPDATE ledger_day_account SET balance = 0")]
    [InlineData("DELETE FROM ledger_day")]
    [InlineData("DELETE FROM ledger_day_account")]
    [InlineData("INSERT INTO ledger_day_account VALUES ('2026-03-01', 'credits/test', 'expired', 0, 1, 1)")]
    [InlineData("INSERT INTO ledger_day SELECT '2026-02-01', opens_at, closes_at, operations, transfers, entries, previous, seal, key, signature, sealed_at FROM ledger_day WHERE day = '2026-03-01'")]
    public async Task The_database_refuses_to_change_a_sealed_day(string change)
    {
        await Days.Close(FirstDay.AddDays(3), key);
        Tampering.IsRefusal(await Should.ThrowAsync<DbException>(books.Database.Write((c, t) => c.Execute(change, transaction: t)))).ShouldBeTrue();
        (await Days.Verify(key)).ShouldBe((4, null));
    }

    [Theory]
    [InlineData("UPDATE ledger_day SET operations = 3 WHERE day = '2026-03-01'", "2026-03-01: its totals are not those that were sealed")]
    [InlineData("UPDATE ledger_day_account SET balance = 0 WHERE day = '2026-03-02' AND account = 'revenue'", "2026-03-02: its totals are not those that were sealed")]
    [InlineData("UPDATE ledger_day SET signature = previous WHERE day = '2026-03-02'", "2026-03-02: its signature is not right")]
    [InlineData("UPDATE ledger_day SET key = 'other' WHERE day = '2026-03-02'", "2026-03-02: it is signed with the key other")]
    [InlineData("DELETE FROM ledger_day WHERE day = '2026-03-02'", "2026-03-03: it does not follow the day before")]
    [InlineData("UPDATE operation SET at = at + 86400000 WHERE kind = 'hold'", "2026-03-01: the seal says 2 operations with 2 transfers, the books have 1 with 1")]
    [InlineData("UPDATE transfer SET amount = 3 WHERE target = 'revenue'; UPDATE transfer SET amount = 2 WHERE sequence = 3 AND target = 'wallet'", "2026-03-02: the seal says of revenue")]
    [InlineData("UPDATE operation SET chain = (SELECT entries FROM ledger_day LIMIT 1) WHERE kind = 'capture'", "2026-03-02: an operation says something else")]
    public async Task A_sealed_day_that_was_changed_around_the_database_is_found_and_named(string change, string fault)
    {
        await Days.Close(FirstDay.AddDays(3), key);
        await Tampering.Around(books.Database, change);
        (await Days.Verify(key)).Fault.ShouldNotBeNull().ShouldStartWith(fault);
    }

    [Fact]
    public async Task An_entry_that_comes_into_a_sealed_day_is_found()
    {
        await Days.Close(FirstDay.AddDays(3), key);
        books.Clock.Advance(-TimeSpan.FromDays(3));
        await books.Give(Books.Ben, 7, id: "late");
        (await Days.Verify(key)).Fault.ShouldNotBeNull().ShouldStartWith("2026-03-02: the seal says 1 operations");
    }

    [Fact]
    public async Task A_seal_of_somebody_else_is_not_taken_for_ours()
    {
        using var other = NewKey();
        await Days.Close(FirstDay, other);
        (await Days.Verify(key)).Fault.ShouldNotBeNull().ShouldContain(other.Name);
        (await Days.Verify(key: null)).Fault.ShouldBeNull();
    }

    private static BooksKey NewKey()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return BooksKey.Parse(made.ExportPkcs8PrivateKeyPem());
    }
}

public sealed class LedgerDayTestsOnSqlite() : LedgerDayTests(Engine.Sqlite);

public sealed class LedgerDayTestsOnPostgres() : LedgerDayTests(Engine.Postgres);
