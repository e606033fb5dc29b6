using Darkroom.Storage.Tests.Vault;
using Darkroom.Wallets;

namespace Darkroom.Storage.Tests.Ledger;

/// <summary>Wallets through the grains: what callers get over the wire, and after a restart.</summary>
public abstract class WalletGrainTests(Engine engine) : IDisposable
{
    private readonly TestFolder folder = new(engine);
    private readonly TestClock clock = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_wallet_is_the_same_after_a_restart_and_spends_in_the_brands_order()
    {
        await using (var silo = await WalletSilo.Start(folder, clock))
        {
            var wallet = silo.Wallet("u1");
            (await wallet.Read()).ShouldSatisfyAllConditions(view => view.Balance.ShouldBe(0), view => view.Lots.ShouldBeEmpty());
            (await wallet.Grant(new CreditGrant("welcome", LotKind.Promotional, 10, null))).ShouldBe(new GrantResult.Granted("lot-1"));
            (await wallet.Grant(new CreditGrant("payment/1", LotKind.Paid, 5, clock.GetUtcNow().AddYears(1)))).ShouldBe(new GrantResult.Granted("lot-2"));
            (await wallet.Grant(new CreditGrant("payment/1", LotKind.Paid, 6, null))).ShouldBeOfType<GrantResult.Conflict>();
            (await wallet.Hold(Job(1), 7)).ShouldBe(new HoldResult.Held(7));
            (await wallet.Hold(Job(2), 9)).ShouldBe(new HoldResult.Insufficient(9, 8));
        }

        await using (var silo = await WalletSilo.Start(folder, clock))
        {
            var wallet = silo.Wallet("u1");
            (await wallet.Hold(Job(1), 7)).ShouldBe(new HoldResult.Held(7));
            (await wallet.Capture(Job(1), 6)).ShouldBe(new SettleResult.Settled(6, 1));
            (await wallet.Capture(Job(1), 7)).ShouldBeOfType<SettleResult.Conflict>();
            (await wallet.Release(Job(3))).ShouldBe(new SettleResult.Settled(0, 0));
            (await wallet.Hold(Job(3), 1)).ShouldBeOfType<HoldResult.Conflict>();

            // What was given goes before what was bought at this brand.
            (await wallet.Read()).Lots.Select(lot => (lot.Id, lot.Remaining)).ShouldBe([("lot-1", 4), ("lot-2", 5)]);
            (await silo.Check.Run()).Fault.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Calls_of_one_wallet_do_not_wait_for_each_others_commit()
    {
        HeldLedger held = null!;
        await using var silo = await WalletSilo.Start(folder, clock, books => held = new HeldLedger(books));
        var wallet = silo.Wallet("u1");
        var grant = wallet.Grant(new CreditGrant("welcome", LotKind.Promotional, 30, null));
        await held.Have(1);
        var holds = Enumerable.Range(0, 20).Select(i => wallet.Hold(Job(i), 1)).ToArray();
        await held.Have(21);
        (await wallet.Read()).Balance.ShouldBe(0);

        held.Open();
        (await grant).ShouldBe(new GrantResult.Granted("lot-1"));
        (await Task.WhenAll(holds)).ShouldAllBe(answer => answer == new HoldResult.Held(1));
        (await wallet.Read()).Available.ShouldBe(10);
        (await silo.Check.Run()).Operations.ShouldBe(21);
    }

    [Fact]
    public async Task The_history_comes_in_pages()
    {
        await using var silo = await WalletSilo.Start(folder, clock);
        var wallet = silo.Wallet("u1");
        for (var i = 0; i < 7; i++)
        {
            await wallet.Grant(new CreditGrant($"gift/{i}", LotKind.Promotional, 1 + i, null));
        }

        List<TransferView> seen = [];
        string? cursor = null;
        do
        {
            var page = await wallet.Transfers(cursor, 3);
            page.Transfers.Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Transfers);
            cursor = page.Next;
        }
        while (cursor is not null);
        seen.Select(line => (line.Kind, line.Amount, line.OperationId)).ShouldBe(Enumerable.Range(0, 7).Reverse().Select(i => ("grant", 1L + i, $"gift/{i}")));
        seen.ShouldAllBe(line => line.At == clock.GetUtcNow());
        await Should.ThrowAsync<ArgumentOutOfRangeException>(wallet.Transfers(null, 0));
    }

    [Fact]
    public async Task Credits_in_wallets_that_nobody_uses_are_written_off_when_their_time_has_run_out()
    {
        await using var silo = await WalletSilo.Start(folder, clock);
        await silo.Wallet("u1").Grant(new CreditGrant("welcome", LotKind.Promotional, 10, clock.GetUtcNow().AddDays(1)));
        await silo.Wallet("u2").Grant(new CreditGrant("welcome", LotKind.Promotional, 20, clock.GetUtcNow().AddDays(3)));
        clock.Advance(TimeSpan.FromDays(2));

        (await silo.Expiry.Sweep(default)).ShouldBe(1);
        (await silo.Expiry.Sweep(default)).ShouldBe(0);
        (await silo.Check.Run()).Balances[(Asset.CreditsOf(WalletSilo.Brand), LedgerAccount.Expired)].ShouldBe(10);
        (await silo.Wallet("u1").Transfers(null, 1)).Transfers.ShouldHaveSingleItem().Amount.ShouldBe(-10);
    }

    private static JobId Job(int number) => new(WalletSilo.Brand, $"j{number}");
}

public sealed class WalletGrainTestsOnSqlite() : WalletGrainTests(Engine.Sqlite);

public sealed class WalletGrainTestsOnPostgres() : WalletGrainTests(Engine.Postgres);
