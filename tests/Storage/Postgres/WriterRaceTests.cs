using Dapper;

namespace Darkroom.Storage.Tests.Postgres;

/// <summary>What becomes of a unit of work when another silo writes at the same time: it is run again, and nobody hears of it.</summary>
public sealed class WriterRaceTests : IAsyncLifetime
{
    private readonly TestDatabase test = new(Engine.Postgres);
    private Database other = null!;

    public Task InitializeAsync()
    {
        other = test.Another();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await other.DisposeAsync();
        await test.DisposeAsync();
    }

    [Fact]
    public async Task A_race_in_a_batch_that_is_run_again_because_of_another_unit_is_no_fault_either()
    {
        await test.Database.Write((c, t) => { c.Execute("CREATE TABLE note (id INT PRIMARY KEY)", transaction: t); });
        using var queued = new ManualResetEventSlim();
        using var written = new ManualResetEventSlim();
        var second = new TaskCompletionSource();
        var runs = 0;
        var broken = test.Database.Write<int>((_, _) =>
        {
            queued.Wait(TimeSpan.FromSeconds(30));
            throw new InvalidOperationException("mine alone");
        });
        var racing = test.Database.Write((c, t) =>
        {
            var isThere = c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM note WHERE id = 1)", transaction: t);
            if (++runs == 1)
            {
                second.SetResult();
                written.Wait(TimeSpan.FromSeconds(30));
            }

            return isThere ? 0 : c.Execute("INSERT INTO note VALUES (1)", transaction: t);
        });
        queued.Set();
        await second.Task;
        await other.Write((c, t) => { c.Execute("INSERT INTO note VALUES (1)", transaction: t); });
        written.Set();

        (await racing).ShouldBe(0);
        (await Should.ThrowAsync<InvalidOperationException>(broken)).Message.ShouldBe("mine alone");
        runs.ShouldBe(2);
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
        await Task.WhenAll(Cross(test.Database, 1, 2), Cross(other, 2, 1));

        runs.ShouldBeGreaterThanOrEqualTo(3, "one of them had to give way");
        (await test.Database.Read((c, t) => c.Query<int>("SELECT count FROM note", transaction: t).ToArray())).ShouldBe([2, 2]);
    }

    [Fact]
    public async Task A_write_of_another_silo_that_comes_in_between_is_seen_and_not_a_fault()
    {
        await test.Database.Write((c, t) => { c.Execute("CREATE TABLE note (id INT PRIMARY KEY)", transaction: t); });
        using var written = new ManualResetEventSlim();
        var runs = 0;
        var answer = test.Database.Write((c, t) =>
        {
            runs++;
            if (c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM note WHERE id = 1)", transaction: t))
            {
                return "second";
            }

            written.Wait(TimeSpan.FromSeconds(30));
            c.Execute("INSERT INTO note VALUES (1)", transaction: t);
            return "first";
        });
        await other.Write((c, t) => { c.Execute("INSERT INTO note VALUES (1)", transaction: t); });
        written.Set();

        (await answer).ShouldBe("second");
        runs.ShouldBe(2);
    }
}
