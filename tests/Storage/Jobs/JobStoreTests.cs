using System.Text;
using System.Text.Json;
using Dapper;
using Darkroom.Jobs;
using static Darkroom.Storage.Tests.Jobs.JobStoreFixture;

namespace Darkroom.Storage.Tests.Jobs;

public abstract class JobStoreTests(Engine engine) : IAsyncDisposable
{
    private readonly JobStoreFixture fixture = new(engine);

    private IJobStore Store => fixture.Store;

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task A_row_has_every_value_of_its_job_in_every_state()
    {
        var job = fixture.New(User(1), Lane.Gpu, "https://example.com/done");
        await Store.Insert(job);
        await ShouldBeStored(job);

        job = job.FixPrice(job.Price + 3).ShouldNotBeNull();
        (await Store.Replace(job)).ShouldBeTrue();
        await ShouldBeStored(job);
        job.FixPrice(job.Price).ShouldBeNull("it is that already");

        job = job.Queue(Received(job), Start.AddSeconds(1)).ShouldNotBeNull();
        (await Store.Enqueue(job)).ShouldBe(EnqueueResult.Queued);
        await ShouldBeStored(job);
        job.FixPrice(job.Price + 1).ShouldBeNull("what is queued has been paid for");

        job = (await Store.Lease(Lane.Gpu, "w", 1, Start.AddSeconds(2))).ShouldHaveSingleItem();
        await ShouldBeStored(job);

        foreach (var rule in new Func<Job, Job?>[]
        {
            j => j.Renew(1, 0.25, Start.AddSeconds(3), fixture.Limits.LeaseDuration),
            j => j.Complete(1, Done(j), Start.AddSeconds(4), fixture.Limits, Rules).Next,
            j => j.Settle(Rules, Start.AddSeconds(5)),
            j => j.Tidy(),
            j => j.Deliver(Rules.GraceAfterDelivery, Start.AddSeconds(6)),
            j => j.Forget(),
        })
        {
            job = rule(job).ShouldNotBeNull();
            (await Store.Replace(job)).ShouldBeTrue();
            await ShouldBeStored(job);
        }
    }

    [Fact]
    public async Task Only_the_first_of_two_writers_that_saw_the_same_row_wins()
    {
        var job = await fixture.Queued(User(1));
        var leased = (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldHaveSingleItem();
        var canceled = leased.Cancel().ShouldNotBeNull();
        var completed = leased.Complete(1, Done(job), Start, fixture.Limits, Rules).Next.ShouldNotBeNull();

        var answers = await Task.WhenAll(Store.Replace(canceled), Store.Replace(completed));

        answers.Count(won => won).ShouldBe(1);
        (await Store.Insert(job)).ShouldBeFalse("the id is taken");
    }

    [Fact]
    public async Task Nothing_personal_can_be_read_in_the_row()
    {
        var job = await fixture.Queued(User(1), callback: "https://example.com/secret-token");
        var leased = (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldHaveSingleItem();
        var settled = leased.Complete(1, Done(job), Start, fixture.Limits, Rules).Next!;
        await Store.Replace(settled);
        await Store.Replace(settled.Settle(Rules, Start)!);

        var text = await fixture.Test.Database.Read((c, t) => string.Concat(
            c.Query("SELECT * FROM job", transaction: t).Concat(c.Query("SELECT * FROM outbox", transaction: t))
                .SelectMany(row => (IDictionary<string, object?>)row)
                .Select(value => value.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value.Value}|")));
        text.ShouldContain(job.Id.ToString());
        text.ShouldNotContain("Märta");
        text.ShouldNotContain("secret-token");
        text.ShouldNotContain("width");
    }

    [Fact]
    public async Task A_list_is_newest_first_by_pages_and_shows_only_ones_own()
    {
        var mine = new List<Job>();
        for (var i = 0; i < 5; i++)
        {
            mine.Add(await fixture.Queued(User(1)));
            await fixture.Queued(User(2));
        }

        mine.Reverse();
        var first = await Store.Read(User(1), null, 3, default);
        var second = await Store.Read(User(1), first[^1].Id, 3, default);

        first.Concat(second).Select(view => view.Id).ShouldBe(mine.Select(job => job.Id));
        first[0].Inputs[0].FileName.ShouldBe("Märta på stranden.jpg");
    }

    [Fact]
    public async Task A_sweep_finds_exactly_the_rows_that_are_due_page_by_page()
    {
        var receiving = fixture.New(User(1));
        await Store.Insert(receiving);
        await fixture.Queued(User(1));
        var running = (await Store.Lease(Lane.Cpu, "w", 1, Start)).ShouldHaveSingleItem();

        (await Store.Due(Start, null, 10)).ShouldBeEmpty();
        (await Store.Due(Start + fixture.Limits.LeaseDuration, null, 10)).ShouldHaveSingleItem().Id.ShouldBe(running.Id);

        var first = (await Store.Due(Start.AddDays(1), null, 1)).ShouldHaveSingleItem();
        var next = (await Store.Due(Start.AddDays(1), first, 10)).ShouldHaveSingleItem();
        (first.Id, next.Id).ShouldBe((running.Id, receiving.Id));
    }

    [Fact]
    public async Task A_callback_is_owed_from_the_moment_the_end_is_visible_and_only_once()
    {
        var job = await fixture.Queued(User(1), callback: "https://example.com/done");
        job = job.Cancel()!;
        await Store.Replace(job);
        (await Owed()).ShouldBe(0, "the end is not visible yet");

        job = job.Settle(Rules, Start)!;
        await Store.Replace(job);
        await Store.Replace(job.Tidy()!);
        (await Owed()).ShouldBe(1);

        (await Store.Remove(job)).ShouldBeFalse("the row has moved on");
        (await Store.Remove(job.Tidy()!)).ShouldBeTrue();
        (await Owed()).ShouldBe(0);
    }

    private Task<long> Owed() =>
        fixture.Test.Database.Read((c, t) => c.ExecuteScalar<long>("SELECT COUNT(*) FROM outbox", transaction: t));

    private async Task ShouldBeStored(Job job) =>
        JsonSerializer.Serialize(await Store.Read(job.Id)).ShouldBe(JsonSerializer.Serialize(job));
}

public sealed class JobStoreTestsOnSqlite() : JobStoreTests(Engine.Sqlite);

public sealed class JobStoreTestsOnPostgres() : JobStoreTests(Engine.Postgres);
