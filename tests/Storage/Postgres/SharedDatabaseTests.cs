using Dapper;
using Darkroom.Idempotency;
using Darkroom.Jobs;
using Darkroom.Outbox;
using Darkroom.Storage.Idempotency;
using Darkroom.Storage.Jobs;
using Darkroom.Storage.Outbox;
using Darkroom.Storage.Tests.Jobs;
using Darkroom.Storage.Tests.Ledger;
using Darkroom.Wallets;
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
    public async Task Silos_that_wait_for_each_other_in_a_circle_both_get_through()
    {
        await test.Database.Write((c, t) => { c.Execute("CREATE TABLE note (id INT PRIMARY KEY, count INT); INSERT INTO note VALUES (1, 0), (2, 0)", transaction: t); });
        using var meeting = new Barrier(2);
        var runs = 0;

        // Each holds one row and wants the other's. The first time both are there; whoever has to give way comes alone.
        Task Cross(Database silo, int first, int second) => silo.Write((c, t) =>
        {
            c.Execute("UPDATE note SET count = count + 1 WHERE id = @first", new { first }, t);
            if (Interlocked.Increment(ref runs) <= 2)
            {
                meeting.SignalAndWait(TimeSpan.FromSeconds(30));
            }

            c.Execute("UPDATE note SET count = count + 1 WHERE id = @second", new { second }, t);
        });
        await Task.WhenAll(Cross(silos[0], 1, 2), Cross(silos[1], 2, 1));

        runs.ShouldBe(3);
        (await test.Database.Read((c, t) => c.Query<int>("SELECT count FROM note", transaction: t).ToArray())).ShouldBe([2, 2]);
    }

    [Fact]
    public async Task A_write_of_another_silo_that_comes_in_between_is_seen_and_not_a_fault()
    {
        await test.Database.Write((c, t) => { c.Execute("CREATE TABLE note (id INT PRIMARY KEY)", transaction: t); });
        using var other = new ManualResetEventSlim();
        var runs = 0;
        var answer = test.Database.Write((c, t) =>
        {
            runs++;
            if (c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM note WHERE id = 1)", transaction: t))
            {
                return "second";
            }

            other.Wait(TimeSpan.FromSeconds(30));
            c.Execute("INSERT INTO note VALUES (1)", transaction: t);
            return "first";
        });
        await silos[1].Write((c, t) => { c.Execute("INSERT INTO note VALUES (1)", transaction: t); });
        other.Set();

        (await answer).ShouldBe("second");
        runs.ShouldBe(2);
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
