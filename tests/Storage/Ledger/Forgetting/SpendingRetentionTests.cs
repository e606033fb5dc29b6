using System.Text.Json.Nodes;
using Darkroom.Brands;
using Darkroom.Drivers;
using Darkroom.Storage.Finance;
using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger.Forgetting;

/// <summary>What a brand promises of details of spending is kept to the day, and no other brand loses anything by it.</summary>
public sealed class SpendingRetentionTests : IAsyncDisposable
{
    private static readonly UserId Nano = new(new BrandId("nano"), "u-nils");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("darkroom-spending-");
    private readonly SpendingBooks test = new(Engine.Postgres);

    public async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await test.DisposeAsync();
    }

    [Fact]
    [Trait("Clause", "PIC-11")]
    public async Task Details_are_there_for_three_months_and_not_for_longer()
    {
        await Spend(test.Anna, Books.Brand);
        await Spend(test.Books.Cashier(Nano), Nano.Brand);
        var retention = Retention();

        SetClock(new DateTimeOffset(2026, 6, 1, 23, 59, 0, TimeSpan.Zero));
        (await retention.DeleteExpired(test.Books.Clock.GetUtcNow(), 100, default)).ShouldBe(0);
        (await test.Kinds(Books.Anna)).ShouldBe(["grant", "hold", "capture"]);

        SetClock(new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero));
        (await retention.DeleteExpired(test.Books.Clock.GetUtcNow(), 100, default)).ShouldBe(2);
        (await test.Kinds(Books.Anna)).ShouldBe(["grant"]);
        (await test.Kinds(Nano)).ShouldBe(["grant", "hold", "capture"], "its brand promises nothing of the kind");
        (await retention.DeleteExpired(test.Books.Clock.GetUtcNow(), 100, default)).ShouldBe(0);
        using var key = new BooksKeyFile(KeyPath, MayMake: false).Load();
        (await new LedgerCheck(test.Books.Database).Run(key)).Fault.ShouldBeNull();
        (await test.Days.Verify(key)).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_is_older_than_the_details_gets_no_hold_a_second_time()
    {
        var cashier = new Cashier(Books.Anna, new SpendOrder(["promotional"]), test.Books.Ledger, test.Books.Clock, RandomSource.System, new SpendingRule(3, "PIC-11"));
        await test.Books.Give(Books.Anna, 20);
        var job = JobId.New(Books.Brand, test.Books.Clock, RandomSource.System);
        await cashier.Hold(job, 5);
        await cashier.Capture(job, 5);
        SetClock(new DateTimeOffset(2026, 6, 2, 1, 0, 0, TimeSpan.Zero));
        await test.Forget(SpendingBooks.FirstDay);

        (await cashier.Hold(job, 5)).ShouldBeOfType<HoldResult.Conflict>().Reason.ShouldContain("older than the details");
        (await cashier.Capture(job, 5)).ShouldBeOfType<SettleResult.Conflict>();
        (await cashier.Read()).Balance.ShouldBe(15);
        (await cashier.Hold(JobId.New(Books.Brand, test.Books.Clock, RandomSource.System), 5)).ShouldBe(new HoldResult.Held(5));
    }

    [Fact]
    public async Task A_brand_whose_books_are_not_right_keeps_the_others_from_nothing()
    {
        await Spend(test.Anna, Books.Brand);
        await Spend(test.Books.Cashier(Nano), Nano.Brand);
        await Tampering.Around(test.Books.Database, "UPDATE operation SET amount = 4 WHERE kind = 'capture' AND wallet IN (SELECT wallet FROM wallet_owner WHERE owner LIKE 'nano/%')");
        SetClock(new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero));

        var retention = Retention("nano", "test");
        for (var tick = 0; tick < 20 && (await test.Kinds(Books.Anna)).Length > 1; tick++)
        {
            (await Should.ThrowAsync<InvalidDataException>(retention.DeleteExpired(test.Books.Clock.GetUtcNow(), 100, default)))
                .Message.ShouldContain("does not move its amount");
        }

        (await test.Kinds(Books.Anna)).ShouldBe(["grant"]);
        (await test.Kinds(Nano)).ShouldBe(["grant", "hold", "capture"]);
    }

    private string KeyPath => Path.Combine(folder.FullName, "key.pem");

    private async Task Spend(Cashier cashier, BrandId brand)
    {
        await cashier.Grant(new CreditGrant("welcome", LotKind.Promotional, 20, null));
        var job = JobId.New(brand, test.Books.Clock, RandomSource.System);
        await cashier.Hold(job, 5);
        await cashier.Capture(job, 5);
    }

    private void SetClock(DateTimeOffset time) => test.Books.Clock.Advance(time - test.Books.Clock.GetUtcNow());

    /// <summary>Two brands, of which those named promise to forget.</summary>
    private SpendingRetention Retention(params string[] promising)
    {
        foreach (var name in new[] { "nano", "test" })
        {
            var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "brands", "nanogpt.json")))!;
            file["hosts"] = new JsonArray($"{name}.localhost");
            if ((promising.Length == 0 ? ["test"] : promising).Contains(name))
            {
                file["retention"]!["spending"] = new JsonObject { ["longest"] = "P3M", ["clause"] = "PIC-11" };
                file["data"]!["spending"]!["retention"] = "spending";
            }

            File.WriteAllText(Path.Combine(folder.FullName, $"{name}.json"), file.ToJsonString());
        }

        File.Copy(Path.Combine(Repository.Root, "brands", "clauses.json"), Path.Combine(folder.FullName, "clauses.json"), overwrite: true);
        var brands = BrandFiles.Load(folder.FullName, _ => null, "privacy@localhost");
        return new SpendingRetention(brands, test.Forgetting, new BooksKeyFile(KeyPath, MayMake: true), test.Books.Clock);
    }
}
