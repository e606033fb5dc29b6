using Darkroom.Idempotency;
using Darkroom.Storage.Idempotency;

namespace Darkroom.Storage.Tests.Idempotency;

/// <summary>The records behind <c>Idempotency-Key</c>, on a real database.</summary>
public abstract class IdempotencyStoreTests(Engine engine) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly TestDatabase database = new(engine);
    private readonly TestClock clock = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
    private readonly IdempotencyKey key = Key(1);
    private IdempotencyStore store = null!;

    public Task InitializeAsync()
    {
        store = new IdempotencyStore(database.Database, clock);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_new_key_belongs_to_the_first_who_claims_it()
    {
        (await Claim("a", "work-a")).ShouldBeOfType<IdempotencyClaim.New>();
        (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.Held>().RetryAfter.ShouldBe(Lease);
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_gets_it()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Claim($"holder-{n}", $"work-{n}")));
        claims.Count(claim => claim is IdempotencyClaim.New).ShouldBe(1);
        claims.Count(claim => claim is IdempotencyClaim.Held).ShouldBe(49);
    }

    [Fact]
    public async Task Done_is_answered_with_what_was_noted_also_after_a_restart()
    {
        await Claim("a", "work-a");
        (await store.Describe(key, "a", [1, 2, 3], default)).ShouldBeTrue();
        (await store.Complete(key, "a", [9, 8], default)).ShouldBeTrue();
        await database.Reopen();
        store = new IdempotencyStore(database.Database, clock);
        var record = (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.Done>().Record;
        record.Work.ShouldBe("work-a");
        record.Fingerprint.ShouldBe([1, 2, 3]);
        record.Answer.ShouldBe([9, 8]);
    }

    [Fact]
    public async Task A_key_whose_holder_has_fallen_silent_is_taken_over_with_its_work()
    {
        await Claim("a", "work-a");
        clock.Advance(Lease + TimeSpan.FromMilliseconds(1));
        (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.Interrupted>().Record.Work.ShouldBe("work-a");

        // The one that was silent can change nothing any more, whatever it tries.
        (await store.Keep(key, "a", Lease, default)).ShouldBeFalse();
        (await store.Describe(key, "a", [1], default)).ShouldBeFalse();
        (await store.Restart(key, "a", "work-c", default)).ShouldBeFalse();
        (await store.Complete(key, "a", null, default)).ShouldBeFalse();
        await store.Release(key, "a", default);
        (await Claim("c", "work-c")).ShouldBeOfType<IdempotencyClaim.Held>();
    }

    [Fact]
    public async Task A_lease_that_is_kept_does_not_lapse()
    {
        await Claim("a", "work-a");
        for (var i = 0; i < 5; i++)
        {
            clock.Advance(Lease * 0.9);
            (await store.Keep(key, "a", Lease, default)).ShouldBeTrue();
        }

        (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.Held>();
    }

    [Fact]
    public async Task A_restart_forgets_what_was_asked_before()
    {
        await Claim("a", "work-a");
        await store.Describe(key, "a", [1], default);
        clock.Advance(Lease * 2);
        await Claim("b", "work-b");
        (await store.Restart(key, "b", "work-b", default)).ShouldBeTrue();
        clock.Advance(Lease * 2);
        var record = (await Claim("c", "work-c")).ShouldBeOfType<IdempotencyClaim.Interrupted>().Record;
        record.Work.ShouldBe("work-b");
        record.Fingerprint.ShouldBeNull();
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_may_be_repeated()
    {
        await Claim("a", "work-a");
        (await Claim("a", "work-a")).ShouldBeOfType<IdempotencyClaim.Interrupted>().Record.Work.ShouldBe("work-a");
    }

    [Fact]
    public async Task A_released_key_is_new_again_and_a_finished_one_cannot_be_released()
    {
        await Claim("a", "work-a");
        await store.Release(key, "a", default);
        (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.New>();
        await store.Complete(key, "b", null, default);
        await store.Release(key, "b", default);
        (await Claim("c", "work-c")).ShouldBeOfType<IdempotencyClaim.Done>();
    }

    [Fact]
    public async Task After_a_day_a_key_is_forgotten_whether_or_not_it_comes_again()
    {
        for (byte n = 1; n <= 3; n++)
        {
            await store.Claim(Key(n), "a", "work", Lease, default);
            await store.Complete(Key(n), "a", [1], default);
        }

        clock.Advance(IIdempotencyRecords.Retention - TimeSpan.FromMilliseconds(1));
        (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.Done>();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await Claim("b", "work-b")).ShouldBeOfType<IdempotencyClaim.New>();
        await store.RemoveExpired(default);
        (await Rows()).ShouldBe(1);
    }

    private static IdempotencyKey Key(byte n)
    {
        var digest = new byte[32];
        digest[0] = n;
        return new IdempotencyKey(new UserId(new BrandId("brand"), "u0000000000000000000000000a"), digest);
    }

    private Task<IdempotencyClaim> Claim(string holder, string work) => store.Claim(key, holder, work, Lease, default);

    private Task<long> Rows() => database.Database.Read((connection, transaction) =>
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT COUNT(*) FROM idempotency";
        return (long)command.ExecuteScalar()!;
    });
}

public sealed class IdempotencyStoreTestsOnSqlite() : IdempotencyStoreTests(Engine.Sqlite);

public sealed class IdempotencyStoreTestsOnPostgres() : IdempotencyStoreTests(Engine.Postgres);
