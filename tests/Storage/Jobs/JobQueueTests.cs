using Darkroom.Jobs;
using static Darkroom.Storage.Tests.Jobs.JobStoreFixture;

namespace Darkroom.Storage.Tests.Jobs;

public abstract class JobQueueTests(Engine engine) : IAsyncDisposable
{
    private readonly JobStoreFixture fixture = new(engine);

    private IJobStore Store => fixture.Store;

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task Workers_that_lease_at_the_same_time_never_get_the_same_job()
    {
        for (var i = 0; i < 60; i++)
        {
            await fixture.Queued(User(i % 7));
        }

        var leases = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Store.Lease(Lane.Cpu, $"w{i}", 3, Start)));

        var jobs = leases.SelectMany(lease => lease).ToList();
        jobs.Count.ShouldBe(60);
        jobs.Select(job => job.Id).Distinct().Count().ShouldBe(60);
        jobs.ShouldAllBe(job => job.Epoch == 1 && job.Attempts == 1);
    }

    [Fact]
    public async Task Users_take_turns_however_much_one_of_them_sends()
    {
        for (var i = 0; i < 6; i++)
        {
            await fixture.Queued(User(1));
        }

        await fixture.Queued(User(2));
        await fixture.Queued(User(2));
        await fixture.Queued(User(3));

        (await Owners(9)).ShouldBe([1, 2, 3, 1, 2, 1, 1, 1, 1]);
    }

    [Fact]
    public async Task Who_comes_late_joins_the_round_that_is_being_served()
    {
        for (var i = 0; i < 6; i++)
        {
            await fixture.Queued(User(1));
        }

        (await Owners(3)).ShouldBe([1, 1, 1]);
        await fixture.Queued(User(2));
        await fixture.Queued(User(2));

        // The first user's fourth job came first in this round, then they alternate.
        (await Owners(5)).ShouldBe([1, 2, 1, 2, 1]);
    }

    [Fact]
    public async Task A_job_that_waits_for_its_next_attempt_keeps_its_place_and_is_not_given_out_early()
    {
        var job = await fixture.Queued(User(1));
        await fixture.Queued(User(1));
        var leased = (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldHaveSingleItem();
        leased.Id.ShouldBe(job.Id);
        var faulted = leased.Complete(1, new AttemptOutcome.Faulted(JobErrors.WorkerLost), Start, fixture.Limits, Rules).Next!;
        await Store.Replace(faulted);

        (await Store.NextReady(Lane.Cpu)).ShouldBe(Start, "the other job is ready");
        (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldHaveSingleItem().Id.ShouldNotBe(job.Id);
        (await Store.NextReady(Lane.Cpu)).ShouldBe(Start + fixture.Limits.FirstBackoff);
        (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldBeEmpty();
        (await Store.Lease(Lane.Cpu, "w", 1, Start + fixture.Limits.FirstBackoff)).ShouldHaveSingleItem().Epoch.ShouldBe(2);
    }

    [Fact]
    public async Task Lanes_are_apart()
    {
        await fixture.Queued(User(1), Lane.Gpu);
        (await Store.Lease(Lane.Cpu, "w", 5, Start)).ShouldBeEmpty();
        (await Store.NextReady(Lane.Cpu)).ShouldBeNull();
        (await Store.Depths())[Lane.Gpu].ShouldBe(1);
        (await Store.Lease(Lane.Gpu, "w", 5, Start)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Lane_and_user_have_their_limits_even_for_those_who_come_at_once()
    {
        fixture.Limits.LaneCapacity = 5;
        fixture.Limits.UserCapacity = 3;
        var jobs = Enumerable.Range(0, 12).Select(i => fixture.New(User(i % 2))).ToList();
        await Task.WhenAll(jobs.Select(job => Store.Insert(job)));

        var answers = await Task.WhenAll(jobs.Select(job => Store.Enqueue(job.Queue(Received(job), Start)!)));

        answers.Count(answer => answer == EnqueueResult.Queued).ShouldBe(5);
        answers.Count(answer => answer == EnqueueResult.Full).ShouldBe(7);
        (await Store.HasRoom(Lane.Cpu, User(9))).ShouldBeFalse();
        (await Store.HasRoom(Lane.Gpu, User(9))).ShouldBeTrue();
        var leased = await Store.Lease(Lane.Cpu, "w", 12, Start);
        leased.GroupBy(job => job.Owner).ShouldAllBe(group => group.Count() <= 3);
    }

    [Fact]
    public async Task A_restart_of_the_only_process_finds_its_old_leases_lapsed()
    {
        await fixture.Queued(User(1));
        var leased = (await Store.Lease(Lane.Cpu, "before", 1, Start)).ShouldHaveSingleItem();
        await fixture.Test.Reopen();

        (await Store.LapseAll(Start)).ShouldBe(1);

        (await Store.Due(Start, null, 10)).ShouldHaveSingleItem().Id.ShouldBe(leased.Id);
        (await Store.Replace(leased.Cancel()!)).ShouldBeFalse("a worker from before decides on an old row");
        (await Store.Read(leased.Id))!.Lapse(Start, fixture.Limits).ShouldNotBeNull();
    }

    private async Task<List<int>> Owners(int count)
    {
        var owners = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var job = (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldHaveSingleItem();
            owners.Add(int.Parse(job.Owner.Value[1..], System.Globalization.CultureInfo.InvariantCulture));
        }

        return owners;
    }
}

public sealed class JobQueueTestsOnSqlite() : JobQueueTests(Engine.Sqlite);

public sealed class JobQueueTestsOnPostgres() : JobQueueTests(Engine.Postgres);
