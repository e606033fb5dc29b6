using Dapper;
using Darkroom.Drivers;
using Darkroom.Idempotency;
using Darkroom.Jobs;
using Darkroom.Outbox;
using Darkroom.Storage.Idempotency;
using Darkroom.Storage.Jobs;
using Darkroom.Storage.Outbox;
using Darkroom.Storage.Tests.Jobs;
using Darkroom.Storage.Tests.Ledger;
using Darkroom.Wallets;
using Npgsql;
using static Darkroom.Storage.Tests.Jobs.JobStoreFixture;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>Two silos write the same database at the same time: each of them has a writer of its own.</summary>
public sealed class SharedDatabaseTests : IAsyncLifetime
{
    private static readonly SpendOrder Order = new(["promotional", "paid"]);
    private readonly TestDatabase test = new(Engine.Postgres);
    private Database[] silos = [];

    public Task InitializeAsync()
    {
        silos = [test.Database, test.Another(), test.Another()];
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var silo in silos[1..])
        {
            await silo.DisposeAsync();
        }

        await test.DisposeAsync();
    }

    [Fact]
    public async Task An_owners_first_credits_make_one_wallet_whichever_silos_grant_them()
    {
        for (var number = 0; number < 20; number++)
        {
            var owner = new UserId(Books.Brand, $"u{number}");
            var grant = new CreditGrant("welcome", LotKind.Promotional, 10, null);
            var answers = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Cashier(i, owner).Grant(grant)));
            answers.ShouldAllBe(answer => answer == new GrantResult.Granted("lot-1"));
        }

        var report = await new LedgerCheck(test.Database).Run();
        report.Fault.ShouldBeNull();
        (report.Wallets, report.Operations).ShouldBe((20, 20));
    }

    [Fact]
    public async Task A_wallet_that_another_silo_opens_at_this_moment_leaves_no_head_without_an_owner()
    {
        await using var other = new NpgsqlConnection(test.Options.Database);
        await other.OpenAsync();
        await using var opening = await other.BeginTransactionAsync();
        await other.ExecuteAsync("LOCK TABLE wallet_owner IN EXCLUSIVE MODE", transaction: opening);
        var granting = Cashier(0, Books.Anna).Grant(new CreditGrant("welcome", LotKind.Promotional, 10, null));
        await Eventually.Is(
            () => other.ExecuteScalarAsync<bool>(
                "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'wallet_owner'::regclass)", transaction: opening),
            true);

        // The other silo is there first.
        await other.ExecuteAsync("INSERT INTO asset (name) VALUES ('other') ON CONFLICT DO NOTHING", transaction: opening);
        var chain = Wallet.Empty(new WalletId("w-other"), new Asset("other")).Chain.ToArray();
        await other.ExecuteAsync("INSERT INTO wallet_head (wallet, asset, sequence, chain) VALUES ('w-other', 'other', 0, @chain)", new { chain }, opening);
        await other.ExecuteAsync(
            "INSERT INTO wallet_owner (owner, wallet) VALUES (@owner, 'w-other')", new { owner = Books.Anna.ToString() }, opening);
        await opening.CommitAsync();

        await granting;
        (await other.QueryAsync<string>("SELECT wallet FROM wallet_head")).ShouldBe(["w-other"]);
    }

    [Fact]
    public async Task Activations_on_several_silos_never_spend_a_credit_twice()
    {
        (await Cashier(0, Books.Anna).Grant(new CreditGrant("welcome", LotKind.Promotional, 30, null))).ShouldBeOfType<GrantResult.Granted>();
        (await Cashier(0, Books.Ben).Grant(new CreditGrant("welcome", LotKind.Promotional, 30, null))).ShouldBeOfType<GrantResult.Granted>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Insist(
            () => Cashier(i, i % 2 == 0 ? Books.Anna : Books.Ben).Hold(Books.Job(i), 2))));

        answers.Count(answer => answer is HoldResult.Held).ShouldBe(30);
        answers.Count(answer => answer is HoldResult.Insufficient).ShouldBe(30);
        (await new LedgerCheck(test.Database).Run()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Workers_of_several_silos_never_get_the_same_job_and_none_is_left()
    {
        var fixture = silos.Select(silo => new JobStore(silo, new JobBox(Master, RandomSource.System), new JobOptions(), TimeProvider.System)).ToArray();
        await using var jobs = new JobStoreFixture(test);
        for (var i = 0; i < 60; i++)
        {
            await jobs.Queued(User(i % 7));
        }

        var leased = new List<JobId>();
        for (var round = 0; round < 10 && leased.Count < 60; round++)
        {
            var leases = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => fixture[i % 3].Lease(Lane.Cpu, $"w{i}", 3, Start)));
            leased.AddRange(leases.SelectMany(lease => lease).Select(job => job.Id));
        }

        leased.Count.ShouldBe(60);
        leased.ShouldBeUnique();
    }

    [Fact]
    public async Task Of_many_silos_that_claim_a_key_at_once_one_gets_it()
    {
        var stores = silos.Select(silo => new IdempotencyStore(silo, TimeProvider.System)).ToArray();
        for (byte round = 0; round < 10; round++)
        {
            var digest = new byte[32];
            digest[0] = round;
            var key = new IdempotencyKey(Books.Anna, digest);
            var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => stores[n % 3].Claim(key, $"h{n}", $"work-{n}", TimeSpan.FromMinutes(1), default)));
            claims.Count(claim => claim is IdempotencyClaim.New).ShouldBe(1);
            claims.Count(claim => claim is IdempotencyClaim.Held).ShouldBe(11);
        }
    }

    [Fact]
    public async Task A_callback_is_taken_by_one_silo()
    {
        await using var jobs = new JobStoreFixture(test);
        for (var i = 0; i < 30; i++)
        {
            var job = (await jobs.Queued(User(i), callback: "https://example.com/done")).Cancel()!;
            await jobs.Store.Replace(job);
            (await jobs.Store.Replace(job.Settle(Rules, Start)!)).ShouldBeTrue();
        }

        var boxes = silos.Select(silo => new OutboxStore(silo, new JobBox(Master, RandomSource.System))).ToArray();
        var taken = new List<OutboxMessage>();
        for (var round = 0; round < 10 && taken.Count < 30; round++)
        {
            var messages = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => boxes[i % 3].Take(4, Start, TimeSpan.FromMinutes(1), default)));
            taken.AddRange(messages.SelectMany(message => message));
        }

        taken.Count.ShouldBe(30);
        taken.Select(message => message.Job).ShouldBeUnique();
    }

    [Fact]
    public async Task What_another_silo_is_taking_at_this_moment_is_passed_over_and_not_waited_for()
    {
        await using var jobs = new JobStoreFixture(test);
        for (var i = 0; i < 6; i++)
        {
            await jobs.Queued(User(1));
            var job = (await jobs.Queued(User(2), Lane.Gpu, callback: "https://example.com/done")).Cancel()!;
            await jobs.Store.Replace(job);
            await jobs.Store.Replace(job.Settle(Rules, Start)!);
        }

        // The other silo has looked, and has not committed yet.
        await using var other = new NpgsqlConnection(test.Options.Database);
        await other.OpenAsync();
        await using var taking = await other.BeginTransactionAsync();
        var queued = (await other.QueryAsync<string>("SELECT id FROM job WHERE status = 'queued' ORDER BY turn, id LIMIT 2 FOR UPDATE", transaction: taking)).ToArray();
        var owed = (await other.QueryAsync<string>("SELECT job FROM outbox ORDER BY due_at, job LIMIT 2 FOR UPDATE", transaction: taking)).ToArray();

        var leased = await jobs.Store.Lease(Lane.Cpu, "w", 10, Start);
        var taken = await new OutboxStore(test.Database, new JobBox(Master, RandomSource.System)).Take(10, Start, TimeSpan.FromMinutes(1), default);
        leased.Count.ShouldBe(4);
        taken.Count.ShouldBe(4);
        leased.Select(job => job.Id.ToString()).Intersect(queued).ShouldBeEmpty();
        taken.Select(message => message.Job.ToString()).Intersect(owed).ShouldBeEmpty();
    }

    private Cashier Cashier(int silo, UserId owner) =>
        new(owner, Order, new SqlLedger(silos[silo % silos.Length]), TimeProvider.System, RandomSource.System);

    private static async Task<T> Insist<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (StorageUnavailableException) when (attempt < 50)
            {
                // Others were faster too often.
            }
        }
    }
}
